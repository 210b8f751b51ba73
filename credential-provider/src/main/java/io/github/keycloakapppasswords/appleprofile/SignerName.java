package io.github.keycloakapppasswords.appleprofile;

import io.github.keycloakapppasswords.term.Label;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import org.jspecify.annotations.Nullable;

/** The name of a certificate, for people. */
final class SignerName {

    /** A DNS name in a certificate's list of other names (RFC 5280, section 4.2.1.6). */
    private static final int DNS_NAME = 2;

    private SignerName() {}

    /**
     * Never empty: the common name, else the first DNS name (public authorities issue certificates without a common name),
     * else the whole subject, else the serial number.
     */
    static String of(X509Certificate certificate) {
        String subject = certificate.getSubjectX500Principal().getName();
        return Label.harmless(commonName(subject)
                .or(() -> dnsName(certificate))
                .or(() -> Optional.of(subject).filter(SignerName::isThere))
                .orElseGet(() -> "No. " + certificate.getSerialNumber().toString(16)));
    }

    private static Optional<String> commonName(String subject) {
        try {
            return new LdapName(subject)
                    .getRdns().stream()
                            .filter(rdn -> rdn.getType().equalsIgnoreCase("CN"))
                            .map(rdn -> String.valueOf(rdn.getValue()))
                            .filter(SignerName::isThere)
                            .findFirst();
        } catch (InvalidNameException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> dnsName(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return (names == null ? List.<List<?>>of() : names)
                    .stream()
                            .filter(name -> Integer.valueOf(DNS_NAME).equals(name.get(0)))
                            .map(name -> String.valueOf(name.get(1)))
                            .filter(SignerName::isThere)
                            .findFirst();
        } catch (CertificateParsingException e) {
            return Optional.empty();
        }
    }

    private static boolean isThere(@Nullable String name) {
        return name != null && !name.isBlank();
    }
}
