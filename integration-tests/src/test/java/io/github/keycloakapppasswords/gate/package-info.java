/** The second-factor gate in a real Keycloak: what account owners see, and what must not get past it. */
@NullMarked
package io.github.keycloakapppasswords.gate;

import org.jspecify.annotations.NullMarked;
