/** Reports of validations to admins: Keycloak events, folded, written in the background. */
@NullMarked
package io.github.keycloakapppasswords.reporting;

import org.jspecify.annotations.NullMarked;
