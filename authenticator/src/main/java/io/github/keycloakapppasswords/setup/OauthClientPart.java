package io.github.keycloakapppasswords.setup;

import io.github.keycloakapppasswords.gateway.RealmGateways;
import io.github.keycloakapppasswords.http.InvalidRequestException;
import io.github.keycloakapppasswords.http.StrictJson;
import io.github.keycloakapppasswords.setup.Part.Status;
import io.github.keycloakapppasswords.term.Quoted;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.keycloak.authentication.authenticators.client.ClientIdAndSecretAuthenticator;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.AuthenticationFlowBindings;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ProtocolMapperModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.ModelToRepresentation;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.protocol.oidc.mappers.AudienceProtocolMapper;
import org.keycloak.protocol.oidc.mappers.OIDCAttributeMapperHelper;
import org.keycloak.representations.idm.ClientRepresentation;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.ClientsResource;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/**
 * A client whose access tokens a gateway takes beside app passwords, such as a webmail: made only when asked for. Two
 * mappers let the gateway introspect the tokens: one names the gateway as audience, the other gives the login identity.
 */
final class OauthClientPart {

    private final KeycloakSession session;
    private final RealmModel realm;
    private final AdminPermissionEvaluator auth;
    private final AdminEventBuilder adminEvent;

    OauthClientPart(
            KeycloakSession session, RealmModel realm, AdminPermissionEvaluator auth, AdminEventBuilder adminEvent) {
        this.session = session;
        this.realm = realm;
        this.auth = auth;
        this.adminEvent = adminEvent;
    }

    /**
     * The request of an admin.
     *
     * @param clientId the client, made if there is none
     * @param gateway the client id of the gateway that takes its tokens
     * @param redirectUris for a client that is made now
     */
    record Request(String clientId, String gateway, List<String> redirectUris) {

        private static final int LONGEST_CLIENT_ID = 255;

        Request {
            StrictJson.require("clientId", clientId);
            StrictJson.require("gateway", gateway);
            StrictJson.require("redirectUris", redirectUris);
            if (clientId.isBlank() || clientId.length() > LONGEST_CLIENT_ID) {
                throw new InvalidRequestException(
                        "clientId", "clientId must have 1 to " + LONGEST_CLIENT_ID + " characters.");
            }
        }
    }

    /** Makes what is missing of the client and its mappers. */
    Part make(Request request) {
        if (new RealmGateways(realm).requester(request.gateway()).isEmpty()) {
            return new Part(
                    Status.CONFLICT,
                    "The gateway " + Quoted.of(request.gateway()) + " does not exist or does not work: put the"
                            + " gateway first.");
        }
        if (request.clientId().equals(request.gateway())) {
            return new Part(
                    Status.CONFLICT,
                    Quoted.of(request.clientId())
                            + " is the gateway itself: name another client, which sends the tokens.");
        }
        List<ProtocolMapperModel> mappers = List.of(audience(request.gateway()), loginIdentity(request.gateway()));
        ClientModel client = realm.getClientByClientId(request.clientId());
        if (client == null) {
            new ClientsResource(session, auth, adminEvent).createClientModel(representation(request, mappers));
            return new Part(
                    Status.CREATED,
                    "The client " + Quoted.of(request.clientId()) + " was made, and the gateway "
                            + Quoted.of(request.gateway())
                            + " takes its tokens. Its secret is in Clients, Credentials.");
        }
        return complete(client, mappers);
    }

    private Part complete(ClientModel client, List<ProtocolMapperModel> mappers) {
        auth.clients().requireConfigure(client);
        Optional<String> unfit = unfit(client);
        if (unfit.isPresent()) {
            return new Part(
                    Status.CONFLICT,
                    "The client " + Quoted.of(client.getClientId()) + " " + unfit.get()
                            + ", and run the set-up again.");
        }
        if (mappers.stream().anyMatch(mapper -> isThereOtherwise(client, mapper))) {
            return new Part(
                    Status.CONFLICT,
                    "The client " + Quoted.of(client.getClientId()) + " has a mapper with the name of our"
                            + " mapper, but with other settings: delete the mapper (Clients, Client scopes, the"
                            + " dedicated scope), and run the set-up again.");
        }
        List<ProtocolMapperModel> missing = mappers.stream()
                .filter(mapper -> client.getProtocolMapperByName(mapper.getProtocol(), mapper.getName()) == null)
                .toList();
        missing.forEach(mapper -> add(client, mapper));
        return missing.isEmpty()
                ? new Part(Status.KEPT, "The client " + Quoted.of(client.getClientId()) + " has both mappers.")
                : new Part(
                        Status.CREATED,
                        "The client " + Quoted.of(client.getClientId())
                                + " existed before, and has both mappers now. Nothing else in it was changed.");
    }

    /**
     * Why the tokens of a client must open no mailbox: it gets them without the sign-in page, and so without a second factor
     * or by an app password; or it has no such tokens.
     *
     * @return what the client is or has, and what to do; empty if there is nothing of the kind
     */
    private Optional<String> unfit(ClientModel client) {
        if (client.getProtocol() != null && !OIDCLoginProtocol.LOGIN_PROTOCOL.equals(client.getProtocol())) {
            return Optional.of("is not of OpenID Connect: name another client, or delete this one");
        }
        if (client.isDirectAccessGrantsEnabled()) {
            return Optional.of(
                    "may use the password grant, which asks for no second factor: turn off Direct access grants"
                            + " (Clients, Settings, Capability config)");
        }
        String flow = client.getAuthenticationFlowBindingOverride(AuthenticationFlowBindings.DIRECT_GRANT_BINDING);
        if (flow != null && DirectGrantFlowPart.takesAppPasswords(realm, flow)) {
            return Optional.of("is bound to a flow that takes app passwords: remove the binding (Clients, Advanced,"
                    + " Authentication flow overrides, Direct grant flow)");
        }
        return Optional.empty();
    }

    /** Settings that we do not set are the admin's: the admin console writes all that it knows. */
    private static boolean isThereOtherwise(ClientModel client, ProtocolMapperModel ours) {
        ProtocolMapperModel there = client.getProtocolMapperByName(ours.getProtocol(), ours.getName());
        return there != null
                && !(ours.getProtocolMapper().equals(there.getProtocolMapper())
                        && there.getConfig()
                                .entrySet()
                                .containsAll(ours.getConfig().entrySet()));
    }

    private void add(ClientModel client, ProtocolMapperModel mapper) {
        ProtocolMapperModel added = client.addProtocolMapper(mapper);
        adminEvent
                .operation(OperationType.CREATE)
                .resource(ResourceType.PROTOCOL_MAPPER)
                .resourcePath("clients", client.getId(), "protocol-mappers", "models", added.getId())
                .representation(ModelToRepresentation.toRepresentation(added))
                .success();
    }

    /** Confidential, for the code flow only. */
    private static ClientRepresentation representation(Request request, List<ProtocolMapperModel> mappers) {
        ClientRepresentation client = new ClientRepresentation();
        client.setClientId(request.clientId());
        client.setDescription("Its access tokens open mailboxes beside app passwords");
        client.setEnabled(true);
        client.setProtocol(OIDCLoginProtocol.LOGIN_PROTOCOL);
        client.setClientAuthenticatorType(ClientIdAndSecretAuthenticator.PROVIDER_ID);
        client.setPublicClient(false);
        client.setStandardFlowEnabled(true);
        client.setImplicitFlowEnabled(false);
        client.setDirectAccessGrantsEnabled(false);
        client.setServiceAccountsEnabled(false);
        client.setFullScopeAllowed(false);
        client.setRedirectUris(request.redirectUris());
        client.setProtocolMappers(
                mappers.stream().map(ModelToRepresentation::toRepresentation).toList());
        return client;
    }

    private static ProtocolMapperModel audience(String gateway) {
        return mapper(
                "app passwords audience",
                AudienceProtocolMapper.PROVIDER_ID,
                AudienceProtocolMapper.INCLUDED_CLIENT_AUDIENCE,
                gateway,
                OIDCAttributeMapperHelper.INCLUDE_IN_ACCESS_TOKEN,
                OIDCAttributeMapperHelper.INCLUDE_IN_INTROSPECTION);
    }

    private static ProtocolMapperModel loginIdentity(String gateway) {
        return mapper(
                "app passwords login identity",
                LoginIdentityMapper.ID,
                LoginIdentityMapper.GATEWAY,
                gateway,
                OIDCAttributeMapperHelper.INCLUDE_IN_ID_TOKEN,
                OIDCAttributeMapperHelper.INCLUDE_IN_USERINFO,
                OIDCAttributeMapperHelper.INCLUDE_IN_INTROSPECTION);
    }

    private static ProtocolMapperModel mapper(
            String name, String type, String key, String value, String... includedIn) {
        ProtocolMapperModel mapper = new ProtocolMapperModel();
        mapper.setName(name);
        mapper.setProtocol(OIDCLoginProtocol.LOGIN_PROTOCOL);
        mapper.setProtocolMapper(type);
        Map<String, String> config = new LinkedHashMap<>(Map.of(key, value));
        Stream.of(includedIn).forEach(place -> config.put(place, "true"));
        mapper.setConfig(config);
        return mapper;
    }
}
