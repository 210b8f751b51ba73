package io.github.keycloakapppasswords.credential;

import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.ProviderEvent;

/**
 * Told when an app password was used from a network that it was not used from before, in the transaction that notes it.
 * Listen by {@code KeycloakSessionFactory.register}.
 *
 * @param network in CIDR notation
 */
public record NewNetworkUsed(
        KeycloakSession session, RealmModel realm, String userId, String credentialId, String label, String network)
        implements ProviderEvent {}
