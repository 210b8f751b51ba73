package io.github.keycloakapppasswords.setup;

import io.github.keycloakapppasswords.gateway.RealmGateways;
import io.github.keycloakapppasswords.lifecycle.OpenedSessions;
import io.github.keycloakapppasswords.validation.ValidationProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ProtocolMapperModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.oidc.mappers.AbstractOIDCProtocolMapper;
import org.keycloak.protocol.oidc.mappers.OIDCAttributeMapperHelper;
import org.keycloak.protocol.oidc.mappers.OIDCIDTokenMapper;
import org.keycloak.protocol.oidc.mappers.TokenIntrospectionTokenMapper;
import org.keycloak.protocol.oidc.mappers.UserInfoTokenMapper;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.representations.AccessToken;
import org.keycloak.representations.IDToken;

/**
 * The claim {@link #CLAIM}: the name by which a gateway knows the owner of a token, for gateways that take access tokens
 * beside app passwords.
 *
 * <p><b>Security.</b> The claim follows the same rules as an answer to the gateway: an e-mail address counts only if it is
 * verified, a user attribute only if owners cannot edit it. If the user has no such name, the claim is empty, and no
 * user has an empty name. It is empty, too, in a session that an app password opened by the password grant: an app
 * password is for one protocol and certain networks, and a token is for all. An introspection computes the claim anew
 * from the user as it is then, and for the mapper's own gateway only: other gateways know users by other names. A token
 * of a client without this mapper has no claim, whatever its audience is.
 */
public final class LoginIdentityMapper extends AbstractOIDCProtocolMapper
        implements OIDCIDTokenMapper, UserInfoTokenMapper, TokenIntrospectionTokenMapper {

    static final String ID = "app-passwords-login-identity";

    /** The name of the claim. */
    static final String CLAIM = "login_identity";

    /** The setting with the client id of the gateway. */
    static final String GATEWAY = "gateway";

    @Override
    protected void setClaim(
            IDToken token,
            ProtocolMapperModel mapper,
            UserSessionModel userSession,
            KeycloakSession session,
            ClientSessionContext clientSession) {
        boolean byAppPassword = userSession.getNote(OpenedSessions.CREDENTIAL_NOTE) != null;
        token.setOtherClaims(CLAIM, byAppPassword ? "" : loginIdentity(mapper, userSession, session));
    }

    /** Keycloak (26.6.4, 26.7.4) has authenticated the client that asks, and has put it into the session's context. */
    @Override
    public AccessToken transformIntrospectionToken(
            AccessToken token,
            ProtocolMapperModel mapper,
            KeycloakSession session,
            UserSessionModel userSession,
            ClientSessionContext clientSession) {
        ClientModel requester = session.getContext().getClient();
        if (requester != null
                && requester.getClientId().equals(mapper.getConfig().get(GATEWAY))) {
            return super.transformIntrospectionToken(token, mapper, session, userSession, clientSession);
        }
        // A client may have a mapper for the other gateway, too.
        token.getOtherClaims().putIfAbsent(CLAIM, "");
        return token;
    }

    private static String loginIdentity(
            ProtocolMapperModel mapper, UserSessionModel userSession, KeycloakSession session) {
        RealmModel realm = userSession.getRealm();
        return Optional.ofNullable(mapper.getConfig().get(GATEWAY))
                .flatMap(new RealmGateways(realm)::requester)
                .flatMap(requester -> session.getProvider(ValidationProvider.class)
                        .loginIdentity(realm, requester, userSession.getUser()))
                .orElse("");
    }

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public String getDisplayType() {
        return "App passwords: login identity";
    }

    @Override
    public String getDisplayCategory() {
        return TOKEN_MAPPER_CATEGORY;
    }

    @Override
    public String getHelpText() {
        return "Adds the claim " + CLAIM
                + ": the name by which a gateway knows the user, empty if the gateway has no name for the user.";
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        List<ProviderConfigProperty> properties = new ArrayList<>();
        ProviderConfigProperty gateway = new ProviderConfigProperty();
        gateway.setName(GATEWAY);
        gateway.setLabel("Gateway");
        gateway.setHelpText("The client id of the gateway that takes the tokens.");
        gateway.setType(ProviderConfigProperty.CLIENT_LIST_TYPE);
        properties.add(gateway);
        OIDCAttributeMapperHelper.addIncludeInTokensConfig(properties, LoginIdentityMapper.class);
        return properties;
    }
}
