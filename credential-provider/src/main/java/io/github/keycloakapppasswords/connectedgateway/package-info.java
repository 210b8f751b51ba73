/** What pages and mails need to know of the gateways that are connected to a realm. */
@NullMarked
package io.github.keycloakapppasswords.connectedgateway;

import org.jspecify.annotations.NullMarked;
