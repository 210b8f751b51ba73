/**
 * What the shipped JAR calls of Keycloak, read from class files: nothing is loaded or run.
 */
@NullMarked
package io.github.keycloakapppasswords.linkage;

import org.jspecify.annotations.NullMarked;
