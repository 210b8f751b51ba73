package io.github.keycloakapppasswords.gateway;

import io.github.keycloakapppasswords.validation.Reason;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.authenticators.client.X509ClientAuthenticator;
import org.keycloak.authentication.authenticators.x509.CertificateValidator;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.x509.X509ClientCertificateLookup;

/**
 * A client's certificate (RFC 8705, section 2.1), by the rules of Keycloak's own {@code X509ClientAuthenticator}.
 *
 * <p><b>Security.</b> Only a client whose authenticator is "X509 Certificate" is known by one. That the certificate is
 * valid and its key at hand was proved when the connection was made, to Keycloak or to the proxy that Keycloak trusts;
 * here its subject must be the client's, and its root the client's if the client names one. The client's subject is always
 * taken for a name: as the regular expression that Keycloak may take it for (deprecated, but its default), it could let in
 * others whom the CA certified.
 */
final class ClientCertificateCheck {

    private static final Logger LOG = Logger.getLogger(ClientCertificateCheck.class);

    private ClientCertificateCheck() {}

    /** Why the connection's certificate does not prove that the caller is this client, or empty if it does. */
    static Optional<Reason> refuse(KeycloakSession session, ClientModel client) {
        if (!X509ClientAuthenticator.PROVIDER_ID.equals(client.getClientAuthenticatorType())) {
            return Optional.of(Reason.GATEWAY_AUTHENTICATION_METHOD);
        }
        try {
            X509Certificate[] chain = chain(session);
            boolean right = chain.length > 0
                    && isSubject(client.getAttribute(X509ClientAuthenticator.ATTR_SUBJECT_DN), chain[0])
                    && rootIsRight(session, client.getAttribute(X509ClientAuthenticator.ATTR_CA_SUBJECT_DN), chain);
            return right ? Optional.empty() : Optional.of(Reason.GATEWAY_CREDENTIAL_WRONG);
        } catch (GeneralSecurityException e) {
            LOG.debugf("The certificate of the gateway %s: %s", client.getClientId(), e.getMessage());
            return Optional.of(Reason.GATEWAY_CREDENTIAL_WRONG);
        }
    }

    private static X509Certificate[] chain(KeycloakSession session) throws GeneralSecurityException {
        X509ClientCertificateLookup lookup = session.getProvider(X509ClientCertificateLookup.class);
        X509Certificate[] chain = lookup == null
                ? null
                : lookup.getCertificateChain(session.getContext().getHttpRequest());
        return chain == null ? new X509Certificate[0] : chain;
    }

    private static boolean rootIsRight(KeycloakSession session, @Nullable String wanted, X509Certificate[] chain)
            throws GeneralSecurityException {
        if (wanted == null || wanted.isBlank()) {
            return true;
        }
        CertificateValidator validator = new CertificateValidator.CertificateValidatorBuilder()
                .session(session)
                .trustValidation()
                .enabled(true)
                .timestampValidation()
                .enabled(true)
                .build(chain);
        validator.checkRevocationStatus().validateTimestamps().validateTrust();
        return isSubject(
                wanted, validator.getCertPathBuilderResult().getTrustAnchor().getTrustedCert());
    }

    /** As names, not as texts: the order of parts counts, their spelling does not (RFC 4514). */
    private static boolean isSubject(@Nullable String wanted, @Nullable X509Certificate certificate) {
        if (wanted == null || wanted.isBlank() || certificate == null) {
            return false;
        }
        try {
            return X509ClientAuthenticator.constructX500Principal(wanted).equals(certificate.getSubjectX500Principal());
        } catch (IllegalArgumentException e) {
            LOG.errorf("The subject \"%s\" of a gateway's certificate is no name (RFC 4514)", wanted);
            return false;
        }
    }
}
