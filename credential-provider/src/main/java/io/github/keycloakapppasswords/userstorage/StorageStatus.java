package io.github.keycloakapppasswords.userstorage;

import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.provider.ProviderEvent;

/**
 * Provider event after a storage was asked about a user, published in the transaction that asked: Keycloak has no event for
 * changes in a directory. Listen by {@code KeycloakSessionFactory.register}.
 *
 * @param user the user as Keycloak has it
 * @param disabled whether the user is disabled in the storage, or no longer exists there
 */
public record StorageStatus(KeycloakSession session, RealmModel realm, UserModel user, boolean disabled)
        implements ProviderEvent {}
