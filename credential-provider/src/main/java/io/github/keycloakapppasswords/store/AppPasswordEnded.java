package io.github.keycloakapppasswords.store;

import io.github.keycloakapppasswords.row.AppPasswordHistory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.provider.ProviderEvent;

/**
 * Told once of each app password that ends, in the transaction that notes the end: what a listener writes is kept or lost
 * with it. Listen by {@code KeycloakSessionFactory.register}.
 *
 * @param ended its {@link AppPasswordHistory#end()} is there
 */
public record AppPasswordEnded(KeycloakSession session, RealmModel realm, UserModel user, AppPasswordHistory ended)
        implements ProviderEvent {}
