package io.github.keycloakapppasswords.store;

import io.github.keycloakapppasswords.row.AppPasswordHistory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.provider.ProviderEvent;

/**
 * Provider event for the end of each app password, published once in the transaction that records the end: a listener's writes
 * are kept or lost with it. Listen by {@code KeycloakSessionFactory.register}.
 *
 * @param ended its {@link AppPasswordHistory#end()} is there
 */
public record AppPasswordEnded(KeycloakSession session, RealmModel realm, UserModel user, AppPasswordHistory ended)
        implements ProviderEvent {}
