/** The credential of an app password as Keycloak stores it: its public data, who made it, why it ended. */
@NullMarked
package io.github.keycloakapppasswords.credential;

import org.jspecify.annotations.NullMarked;
