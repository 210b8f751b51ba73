/** The feed of changes, as a gateway reads it. */
@NullMarked
package io.github.keycloakapppasswords.feed;

import org.jspecify.annotations.NullMarked;
