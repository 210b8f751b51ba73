/** Which clients are gateways, on what terms, and how they prove who they are. */
@NullMarked
package io.github.keycloakapppasswords.gateway;

import org.jspecify.annotations.NullMarked;
