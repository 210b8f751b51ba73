/** Checks on the login pages and messages that need no Keycloak. */
@NullMarked
package io.github.keycloakapppasswords.themes;

import org.jspecify.annotations.NullMarked;
