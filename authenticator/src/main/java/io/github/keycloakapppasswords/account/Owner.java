package io.github.keycloakapppasswords.account;

import org.keycloak.models.ClientModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;

/**
 * Who calls, let in.
 *
 * @param client the account console
 * @param mayChange whether a change would be let in too
 */
record Owner(RealmModel realm, UserModel user, UserSessionModel userSession, ClientModel client, boolean mayChange) {}
