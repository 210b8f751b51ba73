/** What counts as proof of a second factor, read from what was really used to sign in. */
@NullMarked
package io.github.keycloakapppasswords.proof;

import org.jspecify.annotations.NullMarked;
