/** The stored record of an app password: Keycloak's credential and the row of our own beside it. */
@NullMarked
package io.github.keycloakapppasswords.credential;

import org.jspecify.annotations.NullMarked;
