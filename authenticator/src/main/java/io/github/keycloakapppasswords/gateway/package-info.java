/** The clients that are gateways, and their settings. */
@NullMarked
package io.github.keycloakapppasswords.gateway;

import org.jspecify.annotations.NullMarked;
