/** Users whom Keycloak has from somewhere else: a directory, or another identity provider. */
@NullMarked
package io.github.keycloakapppasswords.userstorage;

import org.jspecify.annotations.NullMarked;
