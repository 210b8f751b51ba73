package io.github.keycloakapppasswords.gateway;

import org.jspecify.annotations.Nullable;

/**
 * What is stored of a gateway: the settings, and which client and role they were made for.
 *
 * <p><b>Security.</b> A client id is a name that another client can have later; the internal id is not. A mark counts
 * for the client with its internal id only.
 *
 * @param clientUuid Keycloak's internal id of the client
 * @param requiredRoleId Keycloak's internal id of {@link GatewaySettings#requiredRole()}, {@code null} if there is none
 */
record GatewayMark(String clientUuid, GatewaySettings settings, @Nullable String requiredRoleId) {}
