/** Turning app passwords on in a realm. */
@NullMarked
package io.github.keycloakapppasswords.setup;

import org.jspecify.annotations.NullMarked;
