/**
 * The stage on which the shipped JAR is shown: a real Keycloak, a real Dovecot, a real browser and real mail clients,
 * each a process or a connection of its own on loopback, ended and cleaned up when closed.
 */
@NullMarked
package io.github.keycloakapppasswords.stage;

import org.jspecify.annotations.NullMarked;
