package io.github.keycloakapppasswords.store;

import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.provider.ProviderEvent;

/** Told when a user is removed who ever had an app password, in the transaction that removes the user. */
public record AppPasswordOwnerRemoved(KeycloakSession session, RealmModel realm, UserModel user)
        implements ProviderEvent {}
