package io.github.keycloakapppasswords.gateway;

import io.github.keycloakapppasswords.credential.Network;
import io.github.keycloakapppasswords.credential.Protocol;
import io.github.keycloakapppasswords.validation.LoginIdentity;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an admin decided about a gateway.
 *
 * @param protocols what it may ask for, never empty
 * @param loginIdentity by which of a user's names it knows her
 * @param requiredRole the role a user must have, as the admin wrote it: {@code role} or {@code client.role};
 *     {@code null} for none
 * @param networks from where the gateway may call; empty for anywhere
 * @param masterUserSeparator what the mail server splits a master user's login at: one or more characters that no name
 *     may hold; empty for none
 */
record GatewaySettings(
        Set<Protocol> protocols,
        LoginIdentity loginIdentity,
        @Nullable String requiredRole,
        List<Network> networks,
        String masterUserSeparator) {}
