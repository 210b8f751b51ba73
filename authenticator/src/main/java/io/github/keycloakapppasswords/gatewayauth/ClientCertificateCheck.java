package io.github.keycloakapppasswords.gatewayauth;

import io.github.keycloakapppasswords.verdict.Reason;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.authenticators.client.X509ClientAuthenticator;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.x509.X509ClientCertificateLookup;
import org.keycloak.truststore.TruststoreProvider;

/**
 * Checks a client's certificate (RFC 8705, section 2.1), by the rules of Keycloak's own {@code X509ClientAuthenticator}.
 *
 * <p><b>Security.</b> A certificate counts only for a client whose authenticator is "X509 Certificate". The TLS connection, to
 * Keycloak or to the proxy that Keycloak trusts, has proved that the certificate is valid and that the caller has its key; this
 * check requires that its subject is the client's, and that it comes from the client's authority ({@link ClientAuthorities}) if
 * the client names one. The client's subject is always read as a name: as a regular expression, which Keycloak may read it as
 * (deprecated, but its default), the subject could accept other holders of a certificate of the CA.
 */
final class ClientCertificateCheck {

    private static final Logger LOG = Logger.getLogger(ClientCertificateCheck.class);

    /** The attribute types of Keycloak's own authenticator that the Java platform does not know. */
    private static final Map<String, String> KEYWORDS = Map.of(
            "SERIALNUMBER", "2.5.4.5",
            "BUSINESSCATEGORY", "2.5.4.15",
            "JURISDICTIONCOUNTRYNAME", "1.3.6.1.4.1.311.60.2.1.3",
            "EMAILADDRESS", "1.2.840.113549.1.9.1",
            "E", "1.2.840.113549.1.9.1");

    private ClientCertificateCheck() {}

    /** Why the connection's certificate does not prove that the caller is this client, or empty if it does. */
    static Optional<Reason> refuse(KeycloakSession session, ClientModel client) {
        if (!X509ClientAuthenticator.PROVIDER_ID.equals(client.getClientAuthenticatorType())) {
            return Optional.of(Reason.GATEWAY_AUTHENTICATION_METHOD);
        }
        try {
            X509Certificate[] chain = chain(session);
            Optional<X500Principal> subject = name(client.getAttribute(X509ClientAuthenticator.ATTR_SUBJECT_DN));
            boolean right = chain.length > 0
                    && subject.filter(chain[0].getSubjectX500Principal()::equals)
                            .isPresent();
            return right
                    ? refuseAuthority(session, client.getAttribute(X509ClientAuthenticator.ATTR_CA_SUBJECT_DN), chain)
                    : Optional.of(Reason.GATEWAY_CREDENTIAL_WRONG);
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

    private static Optional<Reason> refuseAuthority(
            KeycloakSession session, @Nullable String wanted, X509Certificate[] chain) throws GeneralSecurityException {
        if (wanted == null || wanted.isBlank()) {
            return Optional.empty();
        }
        ClientAuthorities authorities = ClientAuthorities.of(session.getProvider(TruststoreProvider.class));
        Optional<X500Principal> authority = name(wanted).filter(authorities::knows);
        if (authority.isEmpty()) {
            return Optional.of(Reason.GATEWAY_AUTHORITY_UNKNOWN);
        }
        return authorities.issued(authority.get(), chain)
                ? Optional.empty()
                : Optional.of(Reason.GATEWAY_CREDENTIAL_WRONG);
    }

    /** Compares names, not texts: the order of the parts counts, their spelling does not (RFC 4514). */
    private static Optional<X500Principal> name(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new X500Principal(text, KEYWORDS));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * The fault of the client's names, independent of the caller. Not logged here: anybody can name a gateway without limit.
     *
     * @return a finished sentence for the admin; {@code null} if the names can be read, or are not set
     */
    static @Nullable String problem(ClientModel client) {
        if (isNoName(client.getAttribute(X509ClientAuthenticator.ATTR_SUBJECT_DN))) {
            return "The client's \"Subject DN\" is not a name as in RFC 4514, like CN=relay.";
        }
        return isNoName(client.getAttribute(X509ClientAuthenticator.ATTR_CA_SUBJECT_DN))
                ? "The client's name of its authority (" + X509ClientAuthenticator.ATTR_CA_SUBJECT_DN
                        + ") is not a name as in RFC 4514."
                : null;
    }

    private static boolean isNoName(@Nullable String text) {
        return text != null && !text.isBlank() && name(text).isEmpty();
    }
}
