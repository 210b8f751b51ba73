/** Consequences of a removed or added second factor: app passwords are suspended, and resumed. */
@NullMarked
package io.github.keycloakapppasswords.suspension;

import org.jspecify.annotations.NullMarked;
