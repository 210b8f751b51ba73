package io.github.keycloakapppasswords.account;

import org.keycloak.models.ClientModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;

/**
 * The authenticated caller.
 *
 * @param client the account console
 * @param mayChange whether a change would be accepted too
 */
record Owner(RealmModel realm, UserModel user, UserSessionModel userSession, ClientModel client, boolean mayChange) {}
