/**
 * Proof of a second factor, read from the factors that were really used to sign in; what it takes to pass the gate.
 *
 * <p>Decisions live in plain types ({@link io.github.keycloakapppasswords.proof.SecondFactorProof},
 * {@code EnrolmentCircumstances}); the rest only translates between them and Keycloak.
 */
@NullMarked
package io.github.keycloakapppasswords.proof;

import org.jspecify.annotations.NullMarked;
