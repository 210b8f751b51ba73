package io.github.keycloakapppasswords.gateway;

import io.github.keycloakapppasswords.verdict.Requester;
import org.jspecify.annotations.Nullable;

/**
 * The stored record of a gateway: the settings, and the client and role for which they were made.
 *
 * <p><b>Security.</b> A mark counts only for the client with its internal id. Another client can get the client id later, and
 * the internal id too: everybody who may make a client may choose both. So the mark of a deleted client becomes a mark
 * {@linkplain #ofNoClient() of no client}.
 *
 * @param clientUuid Keycloak's internal id of the client, or a text that cannot be one
 * @param requiredRoleId Keycloak's internal id of {@link GatewaySettings#requiredRole()}, {@code null} without a required role
 */
public record GatewayMark(String clientUuid, GatewaySettings settings, @Nullable String requiredRoleId) {

    /** Longer than the 36 characters of Keycloak's column for internal ids of clients. */
    private static final String NO_CLIENT = "none: the client of this gateway was deleted";

    /** The same settings, for a client that cannot exist. */
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
