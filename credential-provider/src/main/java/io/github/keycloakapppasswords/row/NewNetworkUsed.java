package io.github.keycloakapppasswords.row;

import java.time.Instant;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.ProviderEvent;

/**
 * Provider event for the use of an app password from a new network, published in the transaction that records the use. Listen
 * by {@code KeycloakSessionFactory.register}.
 *
 * @param used the app password
 * @param at when
 * @param network in CIDR notation
 */
public record NewNetworkUsed(
        KeycloakSession session, RealmModel realm, AppPasswordHistory used, Instant at, String network)
        implements ProviderEvent {}
