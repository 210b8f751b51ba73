/**
 * Who is let in: the ordered steps from a submitted name and app password to a verdict. The steps know nothing of
 * Keycloak; the classes named {@code Keycloak…} and {@code …Provider} translate.
 */
@NullMarked
package io.github.keycloakapppasswords.validation;

import org.jspecify.annotations.NullMarked;
