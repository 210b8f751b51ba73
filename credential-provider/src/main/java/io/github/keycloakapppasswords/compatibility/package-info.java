/** Which versions of Keycloak the JAR serves, and what differs between them. */
@NullMarked
package io.github.keycloakapppasswords.compatibility;

import org.jspecify.annotations.NullMarked;
