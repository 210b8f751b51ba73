package io.github.keycloakapppasswords.gateway;

import io.github.keycloakapppasswords.gateway.GatewayCredential.ClientSecret;
import io.github.keycloakapppasswords.validation.Reason;
import java.util.Optional;
import org.keycloak.authentication.authenticators.client.ClientIdAndSecretAuthenticator;
import org.keycloak.common.Profile;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.OIDCClientSecretConfigWrapper;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;

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
        String own = client.getSecret();
        boolean usable = own != null && !own.isBlank() && !presented.secret().isEmpty();
        boolean right = usable
                && !secrets.isClientSecretExpired()
                && (secrets.validateSecret(session, presented.secret()) || isRotated(session, secrets, presented));
        return right ? Optional.empty() : Optional.of(Reason.GATEWAY_CREDENTIAL_WRONG);
    }

    /** Keycloak 26.7 itself forgets rotated secrets where their feature is off; Keycloak 26.6 does not. */
    private static boolean isRotated(
            KeycloakSession session, OIDCClientSecretConfigWrapper secrets, ClientSecret presented) {
        return Profile.isFeatureEnabled(Profile.Feature.CLIENT_SECRET_ROTATION)
                && secrets.validateRotatedSecret(session, presented.secret());
    }

    private static boolean authenticatesByBasic(ClientModel client, OIDCClientSecretConfigWrapper secrets) {
        String method = secrets.getClientSecretAuthenticationAllowedMethod();
        return ClientIdAndSecretAuthenticator.PROVIDER_ID.equals(client.getClientAuthenticatorType())
                && (method == null || method.isBlank() || OIDCLoginProtocol.CLIENT_SECRET_BASIC.equals(method));
    }
}
