/** What admins see of validations: Keycloak events, folded, written behind the answer. */
@NullMarked
package io.github.keycloakapppasswords.reporting;

import org.jspecify.annotations.NullMarked;
