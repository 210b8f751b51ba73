/** Users whom Keycloak has from somewhere else: a directory, or another identity provider. */
@NullMarked
package io.github.keycloakapppasswords.storage;

import org.jspecify.annotations.NullMarked;
