/**
 * The shipped JAR on other versions of Keycloak and Java. {@code bin/verify compatibility} runs these classes and makes a
 * matrix of them; Maven alone does not, since it has one Keycloak only.
 */
@NullMarked
package io.github.keycloakapppasswords.compatibility;

import org.jspecify.annotations.NullMarked;
