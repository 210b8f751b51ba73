/** Who is let in and who is not, asked of a real Keycloak as gateways ask. */
@NullMarked
package io.github.keycloakapppasswords.validation;

import org.jspecify.annotations.NullMarked;
