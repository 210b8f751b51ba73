/**
 * The second-factor gate: the required action in which account owners make app passwords.
 *
 * <p>Decisions live in plain types ({@link io.github.keycloakapppasswords.gate.GateStep},
 * {@link io.github.keycloakapppasswords.gate.AppPasswordForm}); the rest only translates between them and Keycloak.
 */
@NullMarked
package io.github.keycloakapppasswords.gate;

import org.jspecify.annotations.NullMarked;
