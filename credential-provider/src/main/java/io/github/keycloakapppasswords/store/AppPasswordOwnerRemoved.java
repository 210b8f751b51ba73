package io.github.keycloakapppasswords.store;

import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.provider.ProviderEvent;

/** Provider event for the removal of a user who ever had an app password, published in the transaction of the removal. */
public record AppPasswordOwnerRemoved(KeycloakSession session, RealmModel realm, UserModel user)
        implements ProviderEvent {}
