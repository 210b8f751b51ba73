/** App passwords at Keycloak's own token endpoint: the password grant, for clients that an admin binds to our flow. */
@NullMarked
package io.github.keycloakapppasswords.directgrant;

import org.jspecify.annotations.NullMarked;
