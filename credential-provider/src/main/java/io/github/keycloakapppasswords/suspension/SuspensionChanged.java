package io.github.keycloakapppasswords.suspension;

import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.provider.ProviderEvent;

/**
 * Told when a user's app passwords were found suspended, and when they work again after that; in the transaction that
 * notes it. Those that were issued for devices are not meant. Listen by {@code KeycloakSessionFactory.register}.
 *
 * @param suspended or working again
 */
public record SuspensionChanged(KeycloakSession session, RealmModel realm, UserModel user, boolean suspended)
        implements ProviderEvent {}
