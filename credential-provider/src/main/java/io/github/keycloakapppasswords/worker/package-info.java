/** Repeated and queued work in the background. Single notes after an answer go to Keycloak's own executor. */
@NullMarked
package io.github.keycloakapppasswords.worker;

import org.jspecify.annotations.NullMarked;
