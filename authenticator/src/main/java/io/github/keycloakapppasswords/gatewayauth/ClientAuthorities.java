package io.github.keycloakapppasswords.gatewayauth;

import io.github.keycloakapppasswords.compatibility.MovedMethod;
import io.github.keycloakapppasswords.compatibility.MovedMethod.Form;
import java.lang.invoke.MethodType;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertStore;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;
import org.keycloak.truststore.TruststoreProvider;

/**
 * The authorities (CAs) whose client certificates a Keycloak trusts, and whether one of them issued a certificate.
 *
 * <p><b>Security.</b> A certificate is from an authority only if a chain of valid signatures leads from the certificate to
 * a root of that name in Keycloak's trust store (RFC 5280, section 6, by the Java platform). Keycloak 26.7 shows the trust
 * store for HTTPS ({@code https-trust-store-file}) where it is set and {@code proxy-headers} is not; otherwise, and on Keycloak 26.6, the
 * system's counts
 * ({@code truststore-paths}): an authority that is missing there is unknown, and a certificate from it is refused. A
 * Keycloak with neither method does not start ({@link #require()}).
 */
final class ClientAuthorities {

    private static final MethodType NO_PARAMETERS = MethodType.methodType(Map.class);

    private static final MovedMethod ROOTS = MovedMethod.of(
            TruststoreProvider.class,
            new Form("getHttpsRootCertificates", NO_PARAMETERS),
            new Form("getRootCertificates", NO_PARAMETERS));
    private static final MovedMethod INTERMEDIATES = MovedMethod.of(
            TruststoreProvider.class,
            new Form("getHttpsIntermediateCertificates", NO_PARAMETERS),
            new Form("getIntermediateCertificates", NO_PARAMETERS));

    private final Map<X500Principal, List<X509Certificate>> roots;
    private final Collection<X509Certificate> intermediates;

    /**
     * Takes the certificates of a trust store.
     *
     * @param roots certificates of the trusted authorities, by the authorities' names
     * @param intermediates certificates of further authorities, which may be needed on the way to a root
     */
    ClientAuthorities(Map<X500Principal, List<X509Certificate>> roots, Collection<X509Certificate> intermediates) {
        this.roots = roots;
        this.intermediates = intermediates;
    }

    /** @throws IllegalStateException with a finished sentence, if this Keycloak shows its trust store in another way */
    static void require() {
        ROOTS.require();
        INTERMEDIATES.require();
    }

    /** The authorities in Keycloak's trust store; none, if Keycloak has no trust store. */
    static ClientAuthorities of(@Nullable TruststoreProvider truststore) {
        return truststore == null
                ? new ClientAuthorities(Map.of(), List.of())
                : new ClientAuthorities(
                        certificates(ROOTS, truststore),
                        certificates(INTERMEDIATES, truststore).values().stream()
                                .flatMap(List::stream)
                                .toList());
    }

    @SuppressWarnings("unchecked")
    private static Map<X500Principal, List<X509Certificate>> certificates(
            MovedMethod method, TruststoreProvider truststore) {
        try {
            Map<X500Principal, List<X509Certificate>> found =
                    (Map<X500Principal, List<X509Certificate>>) method.handle().invoke(truststore);
            return found == null ? Map.of() : found;
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("Keycloak's trust store cannot be read.", e);
        }
    }

    /** Whether the trust store has a root of this name. */
    boolean knows(X500Principal authority) {
        return !roots.getOrDefault(authority, List.of()).isEmpty();
    }

    /**
     * Whether this authority, or an authority below it, issued the first certificate of the chain.
     *
     * @param chain the chain from the caller, the caller's own certificate first; not empty
     * @throws GeneralSecurityException if a certificate cannot be read
     */
    boolean issued(X500Principal authority, X509Certificate[] chain) throws GeneralSecurityException {
        Set<TrustAnchor> anchors = roots.getOrDefault(authority, List.of()).stream()
                .map(root -> new TrustAnchor(root, null))
                .collect(Collectors.toSet());
        if (anchors.isEmpty()) {
            return false;
        }
        X509CertSelector first = new X509CertSelector();
        first.setCertificate(chain[0]);
        PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, first);
        parameters.setRevocationEnabled(false);
        List<X509Certificate> onTheWay = new ArrayList<>(
                Stream.concat(intermediates.stream(), Stream.of(chain)).toList());
        parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(onTheWay)));
        try {
            CertPathBuilder.getInstance("PKIX").build(parameters);
            return true;
        } catch (CertPathBuilderException e) {
            return false;
        }
    }
}
