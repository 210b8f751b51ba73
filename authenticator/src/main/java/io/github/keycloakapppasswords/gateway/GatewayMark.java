package io.github.keycloakapppasswords.gateway;

import io.github.keycloakapppasswords.verdict.Requester;
import org.jspecify.annotations.Nullable;

/**
 * What is stored of a gateway: the settings, and which client and role they were made for.
 *
 * <p><b>Security.</b> A mark counts for the client with its internal id only. Another client can have the client id later, and
 * the internal id too: whoever makes a client may choose both. So the mark of a client that is deleted becomes one
 * {@linkplain #ofNoClient() of no client}.
 *
 * @param clientUuid Keycloak's internal id of the client, or a text that is none
 * @param requiredRoleId Keycloak's internal id of {@link GatewaySettings#requiredRole()}, {@code null} if there is none
 */
public record GatewayMark(String clientUuid, GatewaySettings settings, @Nullable String requiredRoleId) {

    /** Longer than the 36 characters that Keycloak's column for internal ids of clients has. */
    private static final String NO_CLIENT = "none: the client of this gateway was deleted";

    /** The same settings, for no client that there can be. */
    GatewayMark ofNoClient() {
        return new GatewayMark(NO_CLIENT, settings, requiredRoleId);
    }

    /**
     * On what terms this gateway asks.
     *
     * @param clientId of the client that is marked, as events name it
     */
    public Requester requester(String clientId) {
        return new Requester(
                clientId,
                settings.protocols(),
                settings.loginIdentity(),
                settings.nameComparison(),
                requiredRoleId,
                settings.masterUserSeparator(),
                settings.clientAddress());
    }
}
