/** The mail side of the main job: real mail programs, a real Dovecot with the recipe, a real Keycloak. */
@NullMarked
package io.github.keycloakapppasswords.mail;

import org.jspecify.annotations.NullMarked;
