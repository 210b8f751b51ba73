package io.github.keycloakapppasswords.gateway;

import io.github.keycloakapppasswords.term.Quoted;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.constants.ServiceAccountConstants;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.storage.UserStoragePrivateUtil;

/**
 * Checks the service accounts of gateways.
 *
 * <p><b>Security.</b> Keycloak gives the service account of a client a user name that anybody may have registered before. Only
 * Keycloak's own link, which no registration sets, makes a user a client's service account; the name alone means nothing. So a
 * user with the name is an obstacle for the admin, and never becomes the gateway's service account.
 */
final class ServiceAccounts {

    private final KeycloakSession session;
    private final RealmModel realm;

    ServiceAccounts(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
    }

    /** The user who has the name of a new client's service account, and the remedy; empty if the name is free. */
    Optional<String> obstacle(String clientId) {
        UserModel user = named(clientId);
        if (user == null) {
            return Optional.empty();
        }
        String name = Quoted.of(user.getUsername());
        String link = user.getServiceAccountClientLink();
        if (link == null) {
            return Optional.of("The user " + name + " (id " + user.getId() + ") is in conflict with the"
                    + " gateway: Keycloak gives this"
                    + " name to the service account of a new client " + Quoted.of(clientId) + ". This user is not a"
                    + " service account; perhaps somebody registered with the name. Rename or delete the user (Users),"
                    + " or choose another client id.");
        }
        ClientModel owner = realm.getClientById(link);
        return Optional.of(
                owner == null
                        ? "The user " + name + " (id " + user.getId() + ") is in conflict with the gateway: the"
                                + " user was the service"
                                + " account of a client that was deleted. Delete the user (Users)."
                        : "The client " + Quoted.of(owner.getClientId()) + " is in conflict with the gateway:"
                                + " the client's service account"
                                + " has the name " + name + ", which a new client " + Quoted.of(clientId)
                                + " needs. Choose another client id.");
    }

    /** Why the client's access tokens are refused, and the remedy; empty if they are accepted. */
    Optional<String> problem(ClientModel client) {
        if (!client.isServiceAccountsEnabled()) {
            return Optional.of("The client has no service account, so no access token of it is accepted. If the gateway"
                    + " sends one, turn \"Service accounts roles\" on.");
        }
        UserModel account = session.users().getServiceAccount(client);
        if (account == null) {
            String start = "The client's service account was removed, so no access token of it is accepted. ";
            return Optional.of(obstacle(client.getClientId())
                    .map(obstacle -> start + obstacle)
                    .orElse(start + "If the gateway sends one, turn \"Service accounts roles\" off and on again."));
        }
        return account.isEnabled()
                ? Optional.empty()
                : Optional.of("The client's service account, the user " + Quoted.of(account.getUsername())
                        + ", is disabled, so no access token of the client is accepted. If the gateway sends one,"
                        + " enable the user.");
    }

    /** Looks in Keycloak's own storage, where service accounts are made: no user federation is asked. */
    private @Nullable UserModel named(String clientId) {
        String name = ServiceAccountConstants.SERVICE_ACCOUNT_USER_PREFIX + clientId;
        return UserStoragePrivateUtil.userLocalStorage(session)
                .getUserByUsername(realm, KeycloakModelUtils.toLowerCaseSafe(name));
    }
}
