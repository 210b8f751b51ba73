/** The names under which Keycloak's events tell of app passwords. */
@NullMarked
package io.github.keycloakapppasswords.event;

import org.jspecify.annotations.NullMarked;
