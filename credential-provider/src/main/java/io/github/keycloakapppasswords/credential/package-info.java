/** The credential of an app password as Keycloak stores it: its public data, its maker, the cause of its end. */
@NullMarked
package io.github.keycloakapppasswords.credential;

import org.jspecify.annotations.NullMarked;
