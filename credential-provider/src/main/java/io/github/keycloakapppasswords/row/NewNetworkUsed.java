package io.github.keycloakapppasswords.row;

import java.time.Instant;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.ProviderEvent;

/**
 * Told when an app password was used from a network that it was not used from before, in the transaction that notes it.
 * Listen by {@code KeycloakSessionFactory.register}.
 *
 * @param used the app password
 * @param at when
 * @param network in CIDR notation
 */
public record NewNetworkUsed(
        KeycloakSession session, RealmModel realm, AppPasswordHistory used, Instant at, String network)
        implements ProviderEvent {}
