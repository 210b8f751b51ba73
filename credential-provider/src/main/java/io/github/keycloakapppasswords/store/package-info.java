/** Makes, lists, renames, ends and revokes app passwords: the credential and its row together. */
@NullMarked
package io.github.keycloakapppasswords.store;

import org.jspecify.annotations.NullMarked;
