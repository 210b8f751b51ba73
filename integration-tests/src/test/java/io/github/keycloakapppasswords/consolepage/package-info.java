/** The page for app passwords in Keycloak's account console, in a real browser. */
@NullMarked
package io.github.keycloakapppasswords.consolepage;

import org.jspecify.annotations.NullMarked;
