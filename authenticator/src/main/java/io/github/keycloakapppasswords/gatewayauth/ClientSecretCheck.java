package io.github.keycloakapppasswords.gatewayauth;

import io.github.keycloakapppasswords.verdict.Reason;
import java.util.List;
import java.util.Optional;
import org.keycloak.authentication.authenticators.client.ClientIdAndSecretAuthenticator;
import org.keycloak.common.Profile;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.OIDCClientSecretConfigWrapper;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;

/**
 * Checks a client's secret as Keycloak keeps it: in the vault, expiring, rotated.
 *
 * <p><b>Security.</b> A secret counts only for a client whose authenticator is "client id and secret": a client that
 * authenticates by a signed token or a certificate may still have an old secret. Keycloak compares in constant time.
 */
final class ClientSecretCheck {

    private ClientSecretCheck() {}

    /**
     * Why none of these secrets proves that the caller is this client, or empty if a secret does.
     *
     * @param presented all readings of the sent secret; each is compared, also after a match
     */
    static Optional<Reason> refuse(KeycloakSession session, ClientModel client, List<String> presented) {
        OIDCClientSecretConfigWrapper secrets = OIDCClientSecretConfigWrapper.fromClientModel(client);
        if (!authenticatesByBasic(client, secrets)) {
            return Optional.of(Reason.GATEWAY_AUTHENTICATION_METHOD);
        }
        String own = client.getSecret();
        boolean usable = own != null && !own.isBlank() && !secrets.isClientSecretExpired();
        boolean right = false;
        for (String secret : presented) {
            right |= usable && !secret.isEmpty() && isRight(session, secrets, secret);
        }
        return right ? Optional.empty() : Optional.of(Reason.GATEWAY_CREDENTIAL_WRONG);
    }

    /** Keycloak 26.7 itself ignores rotated secrets where their feature is off; Keycloak 26.6 does not. */
    private static boolean isRight(KeycloakSession session, OIDCClientSecretConfigWrapper secrets, String secret) {
        return secrets.validateSecret(session, secret)
                || (Profile.isFeatureEnabled(Profile.Feature.CLIENT_SECRET_ROTATION)
                        && secrets.validateRotatedSecret(session, secret));
    }

    private static boolean authenticatesByBasic(ClientModel client, OIDCClientSecretConfigWrapper secrets) {
        String method = secrets.getClientSecretAuthenticationAllowedMethod();
        return ClientIdAndSecretAuthenticator.PROVIDER_ID.equals(client.getClientAuthenticatorType())
                && (method == null || method.isBlank() || OIDCLoginProtocol.CLIENT_SECRET_BASIC.equals(method));
    }
}
