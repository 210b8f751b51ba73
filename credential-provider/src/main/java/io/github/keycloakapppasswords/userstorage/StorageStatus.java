package io.github.keycloakapppasswords.userstorage;

import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.provider.ProviderEvent;

/**
 * Told when a storage was asked about one of its users, in the transaction that asked: Keycloak has no event for what
 * happens in a directory. Listen by {@code KeycloakSessionFactory.register}.
 *
 * @param user as she is cached
 * @param disabled disabled there, or gone
 */
public record StorageStatus(KeycloakSession session, RealmModel realm, UserModel user, boolean disabled)
        implements ProviderEvent {}
