package io.github.keycloakapppasswords.gateway;

import io.github.keycloakapppasswords.http.InvalidRequestException;
import io.github.keycloakapppasswords.term.Quoted;
import io.github.keycloakapppasswords.validation.ProtectedAttributes;
import io.github.keycloakapppasswords.verdict.LoginIdentity;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.authenticators.client.ClientIdAndSecretAuthenticator;
import org.keycloak.authentication.authenticators.client.X509ClientAuthenticator;
import org.keycloak.authentication.requiredactions.UpdateEmail;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;

/** The gateways of the session's realm, their settings, and the checks before a client becomes a gateway. */
final class Gateways {

    private final KeycloakSession session;
    private final RealmModel realm;
    private final ServiceAccounts serviceAccounts;
    private final GatewayMarks marks = new GatewayMarks();

    Gateways(KeycloakSession session) {
        this.session = session;
        this.realm = session.getContext().getRealm();
        this.serviceAccounts = new ServiceAccounts(session, realm);
    }

    List<String> clientIds() {
        return marks.clientIds(realm);
    }

    boolean isMarked(String clientId) {
        return marks.exists(realm, clientId);
    }

    /** The mark, or empty if the client is not marked. */
    Optional<GatewayMark> mark(String clientId) throws InvalidGatewayException {
        return marks.of(realm, clientId);
    }

    /** The client of this id, whether it is a gateway or not. */
    Optional<ClientModel> client(String clientId) {
        return Optional.ofNullable(session.clients().getClientByClientId(realm, clientId));
    }

    /** Why the gateway is refused, as a finished sentence, or empty if it is accepted. */
    Optional<String> problem(String clientId) {
        try {
            Optional<GatewayMark> mark = marks.of(realm, clientId);
            Optional<ClientModel> client = client(clientId);
            Optional<ClientFault> fault = mark.flatMap(put -> ClientFault.of(put, client.orElse(null)));
            if (fault.isPresent()) {
                return fault.map(ClientFault::sentence);
            }
            Optional<String> unprotected =
                    mark.flatMap(put -> unprotected(put.settings().loginIdentity()));
            if (unprotected.isPresent()) {
                return unprotected;
            }
            if (mark.map(GatewayMark::requiredRoleId)
                    .filter(id -> realm.getRoleById(id) == null)
                    .isPresent()) {
                return Optional.of("The role "
                        + Quoted.of(String.valueOf(mark.orElseThrow().settings().requiredRole()))
                        + " that users need was deleted, and perhaps made again: no user can log in. Put the gateway's"
                        + " settings again.");
            }
            return client.filter(Gateways::needsServiceAccount).flatMap(serviceAccounts::problem);
        } catch (InvalidGatewayException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** Warnings for the admin about an accepted gateway, as finished sentences, or empty. */
    Optional<String> warning(String clientId, GatewaySettings settings) {
        List<String> warnings = Stream.of(
                        chosenMailbox(settings),
                        ProtocolSpelling.warning(settings.protocols()),
                        client(clientId)
                                .filter(client -> !needsServiceAccount(client))
                                .flatMap(serviceAccounts::problem))
                .flatMap(Optional::stream)
                .toList();
        return warnings.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", warnings));
    }

    /** The setting that lets people choose the name of the mailbox that they open, as a finished sentence, or empty. */
    private Optional<String> chosenMailbox(GatewaySettings settings) {
        boolean byName = settings.loginIdentity().kind() == LoginIdentity.Kind.USERNAME;
        if (byName && realm.isEditUsernameAllowed()) {
            return Optional.of("Owners can change their user names (realm settings, Login, Edit username), and so open"
                    + " any mailbox whose name no other user has.");
        }
        if (byName && realm.isRegistrationAllowed()) {
            return Optional.of("Anybody can register (realm settings, Login, User registration), and so open any"
                    + " mailbox whose name no other user has.");
        }
        if (byName && realm.isRegistrationEmailAsUsername() && !realm.isVerifyEmail() && UpdateEmail.isEnabled(realm)) {
            return Optional.of("User names are e-mail addresses (realm settings, Login, Email as username), and"
                    + " Keycloak does not verify the addresses (Verify email): owners may change their"
                    + " addresses (required action Update Email), and so open any mailbox whose name no other"
                    + " user has.");
        }
        return Optional.empty();
    }

    /** The obstacle to making a client of this id, as a finished sentence, or empty. */
    Optional<String> obstacleToNewClient(String clientId) {
        return serviceAccounts.obstacle(clientId);
    }

    /** Whether the client can authenticate only by an access token. */
    private static boolean needsServiceAccount(ClientModel client) {
        String method = client.getClientAuthenticatorType();
        return !ClientIdAndSecretAuthenticator.PROVIDER_ID.equals(method)
                && !X509ClientAuthenticator.PROVIDER_ID.equals(method);
    }

    /**
     * Checks the settings against the realm.
     *
     * @return the internal id of the required role, or {@code null} if none is required
     * @throws InvalidRequestException if no role or several roles match, owners can edit the attribute, or users may share an
     *     address
     */
    @Nullable
    String check(GatewaySettings settings) {
        Optional<String> unprotected = unprotected(settings.loginIdentity());
        if (unprotected.isPresent()) {
            throw new InvalidRequestException("loginIdentity", unprotected.get());
        }
        String role = settings.requiredRole();
        return role == null ? null : roleId(role);
    }

    /** Why users could open each other's mailboxes by this identity, as a finished sentence, or empty. */
    private Optional<String> unprotected(LoginIdentity identity) {
        if (identity.kind() == LoginIdentity.Kind.ATTRIBUTE
                && !new ProtectedAttributes(session).contains(identity.attribute())) {
            return Optional.of("loginIdentity names the user attribute "
                    + Quoted.of(identity.attribute()) + ", which owners can edit: they could open each other's"
                    + " mailboxes. Take \"user\" out of who can edit it in the realm's user profile.");
        }
        if (identity.kind() == LoginIdentity.Kind.EMAIL && realm.isDuplicateEmailsAllowed()) {
            return Optional.of("loginIdentity is email, and users may share an address in this realm:"
                    + " they would open the same mailbox. Turn \"Duplicate emails\" off (realm settings, Login).");
        }
        return Optional.empty();
    }

    private String roleId(String name) {
        Map<String, RoleModel> fitting = rolesNamed(name);
        if (fitting.isEmpty()) {
            throw new InvalidRequestException(
                    "requiredRole",
                    "requiredRole is " + Quoted.of(name)
                            + ": the role does not exist; requiredRole must be a realm role's name or \"client.role\".");
        }
        if (fitting.size() > 1) {
            throw new InvalidRequestException(
                    "requiredRole",
                    "requiredRole is " + Quoted.of(name) + ", which fits several roles: "
                            + String.join(", ", fitting.keySet())
                            + ". Rename one of them, or give the wanted role another one as associated role and name that.");
        }
        return fitting.values().iterator().next().getId();
    }

    /**
     * Keycloak's own look-up of such a text silently takes one of several roles: that of the client with the longest id.
     *
     * @return the roles that the text may mean, by their names in a sentence
     */
    private Map<String, RoleModel> rolesNamed(String name) {
        Map<String, RoleModel> fitting = new LinkedHashMap<>();
        RoleModel ofRealm = realm.getRole(name);
        if (ofRealm != null) {
            fitting.put("the realm role " + Quoted.of(name), ofRealm);
        }
        for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
            String clientId = name.substring(0, dot);
            String roleName = name.substring(dot + 1);
            ClientModel client = clientId.isEmpty() ? null : realm.getClientByClientId(clientId);
            RoleModel ofClient = client == null || roleName.isEmpty() ? null : client.getRole(roleName);
            if (ofClient != null) {
                fitting.put("the role " + Quoted.of(roleName) + " of the client " + Quoted.of(clientId), ofClient);
            }
        }
        return fitting;
    }

    void put(String clientId, GatewayMark mark) {
        marks.put(realm, clientId, mark);
    }

    void remove(String clientId) {
        marks.remove(realm, clientId);
    }
}
