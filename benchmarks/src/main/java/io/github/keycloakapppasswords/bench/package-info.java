/** Measures the shipped JAR against what Keycloak itself can do, in one run on one server, as ratios. */
@NullMarked
package io.github.keycloakapppasswords.bench;

import org.jspecify.annotations.NullMarked;
