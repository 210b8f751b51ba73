package io.github.keycloakapppasswords.suspension;

import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.provider.ProviderEvent;

/**
 * Provider event when a user's app passwords are found suspended, and when they work again; published in the transaction that
 * records it. App passwords of devices are not concerned. Listen by {@code KeycloakSessionFactory.register}.
 *
 * @param suspended or working again
 */
public record SuspensionChanged(KeycloakSession session, RealmModel realm, UserModel user, boolean suspended)
        implements ProviderEvent {}
