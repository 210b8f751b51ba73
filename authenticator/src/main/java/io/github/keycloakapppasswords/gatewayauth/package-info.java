/** Authenticates a gateway, and limits its load. */
@NullMarked
package io.github.keycloakapppasswords.gatewayauth;

import org.jspecify.annotations.NullMarked;
