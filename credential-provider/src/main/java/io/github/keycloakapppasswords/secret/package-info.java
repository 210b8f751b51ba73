/** The secret itself: how it is made, read, shown and hashed. Knows nothing of Keycloak. */
@NullMarked
package io.github.keycloakapppasswords.secret;

import org.jspecify.annotations.NullMarked;
