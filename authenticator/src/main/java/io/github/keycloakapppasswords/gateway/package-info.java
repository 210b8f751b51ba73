/** Which clients are gateways, and on what terms. */
@NullMarked
package io.github.keycloakapppasswords.gateway;

import org.jspecify.annotations.NullMarked;
