/**
 * The ordered steps from a submitted name and app password to a verdict. The steps know nothing about Keycloak; the classes
 * named {@code Keycloak…} and {@code …Provider} translate.
 */
@NullMarked
package io.github.keycloakapppasswords.validation;

import org.jspecify.annotations.NullMarked;
