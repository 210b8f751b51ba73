package io.github.keycloakapppasswords.gateway;

import io.github.keycloakapppasswords.gateway.GatewayCredential.ClientSecret;
import io.github.keycloakapppasswords.validation.Reason;
import java.util.Optional;
import org.keycloak.authentication.authenticators.client.ClientIdAndSecretAuthenticator;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.OIDCClientSecretConfigWrapper;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.utils.StringUtil;

/**
 * A client's own secret, as Keycloak keeps it: in the vault, expiring, rotated.
 *
 * <p><b>Security.</b> Only a client whose authenticator is "client id and secret" has a secret that counts: one that
 * authenticates by a signed token or a certificate may still carry an old secret. Compared in constant time by Keycloak.
 */
final class ClientSecretCheck {

    private ClientSecretCheck() {}

    /** Why the secret does not prove that the caller is this client, or empty if it does. */
    static Optional<Reason> refuse(KeycloakSession session, ClientModel client, ClientSecret presented) {
        OIDCClientSecretConfigWrapper secrets = OIDCClientSecretConfigWrapper.fromClientModel(client);
        if (!authenticatesByBasic(client, secrets)) {
            return Optional.of(Reason.GATEWAY_AUTHENTICATION_METHOD);
        }
        boolean usable =
                !StringUtil.isBlank(client.getSecret()) && !presented.secret().isEmpty();
        boolean right = usable
                && !secrets.isClientSecretExpired()
                && (secrets.validateSecret(session, presented.secret())
                        || secrets.validateRotatedSecret(session, presented.secret()));
        return right ? Optional.empty() : Optional.of(Reason.GATEWAY_CREDENTIAL_WRONG);
    }

    private static boolean authenticatesByBasic(ClientModel client, OIDCClientSecretConfigWrapper secrets) {
        String method = secrets.getClientSecretAuthenticationAllowedMethod();
        return ClientIdAndSecretAuthenticator.PROVIDER_ID.equals(client.getClientAuthenticatorType())
                && (StringUtil.isBlank(method) || OIDCLoginProtocol.CLIENT_SECRET_BASIC.equals(method));
    }
}
