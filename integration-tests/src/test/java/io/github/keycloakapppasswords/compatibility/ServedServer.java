package io.github.keycloakapppasswords.compatibility;

import io.github.keycloakapppasswords.stage.CertificateAuthority;
import io.github.keycloakapppasswords.stage.KeycloakOptions;
import io.github.keycloakapppasswords.stage.KeycloakServer;
import io.github.keycloakapppasswords.stage.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A Keycloak of one version on one Java, which also takes HTTPS and asks for client certificates there.
 *
 * <p>The one on the Java of the tests has Keycloak's defaults, and the rotation of secrets turned off. The one on Java 25
 * has what Keycloak 26.8 turned on or off by default: secrets rotate, JSON is written without reflection, and sessions of
 * users are not cached.
 */
final class ServedServer implements AutoCloseable {

    static final String TRUSTED = "Stage CA";

    private final String version;
    private final boolean rotatesSecrets;
    private final int httpsPort = Ports.free();
    private final CertificateAuthority trusted = CertificateAuthority.create(TRUSTED);
    private final CertificateAuthority alsoTrusted = CertificateAuthority.create("Other CA");
    private final CertificateAuthority trustedForHttps = CertificateAuthority.create("HTTPS CA");
    private final KeycloakServer keycloak;

    private ServedServer(String version, KeycloakOptions options, boolean rotatesSecrets) {
        this.version = version;
        this.rotatesSecrets = rotatesSecrets;
        this.keycloak = KeycloakServer.start(version, withHttps(options.forShortLife()));
    }

    static ServedServer start(String version) {
        return new ServedServer(
                version,
                KeycloakOptions.shipped().withBuildOption("--features-disabled=client-secret-rotation"),
                false);
    }

    static ServedServer startOnJava25(String version) {
        String java = Objects.requireNonNull(System.getenv("JAVA_25_HOME"), "Set JAVA_25_HOME, as bin/verify does.");
        return new ServedServer(
                version,
                KeycloakOptions.shipped()
                        .withEnvironment("JAVA_HOME", java)
                        .withBuildOption("--features=client-secret-rotation,http-optimized-serializers")
                        .withStartOption("--spi-user-sessions--infinispan--use-caches=false"),
                true);
    }

    /** The version that the caller of Maven named. */
    static String givenVersion() {
        return Objects.requireNonNull(
                System.getProperty("compatibility.keycloak"), "Run: bin/verify compatibility -Dkeycloak.version=…");
    }

    private KeycloakOptions withHttps(KeycloakOptions options) {
        CertificateAuthority.Issued server = trusted.server("localhost");
        return options.withBuildOption("--https-client-auth=request")
                .withStartOption("--https-port=" + httpsPort)
                .withStartOption("--http-management-scheme=http")
                .withStartOption("--https-certificate-file=" + server.certificate())
                .withStartOption("--https-certificate-key-file=" + server.key())
                .withStartOption("--https-trust-store-file=" + allAuthorities())
                .withStartOption("--truststore-paths=" + trusted.certificate() + "," + alsoTrusted.certificate());
    }

    private Path allAuthorities() {
        try {
            return Files.writeString(
                    trusted.certificate().resolveSibling("https.pem"),
                    Files.readString(trusted.certificate())
                            + Files.readString(alsoTrusted.certificate())
                            + Files.readString(trustedForHttps.certificate()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String version() {
        return version;
    }

    boolean rotatesSecrets() {
        return rotatesSecrets;
    }

    /** Whether extensions are shown the trust store for HTTPS: Keycloak 26.6 shows that of the system only. */
    boolean showsTrustStoreForHttps() {
        return !version.startsWith("26.6.");
    }

    KeycloakServer keycloak() {
        return keycloak;
    }

    /** The address for gateways with certificates, without a slash at the end. */
    String httpsUrl() {
        return "https://localhost:" + httpsPort;
    }

    /** Who signed the server's certificate, {@value TRUSTED}; trusted everywhere. */
    CertificateAuthority trusted() {
        return trusted;
    }

    /** Another one that is trusted everywhere. */
    CertificateAuthority alsoTrusted() {
        return alsoTrusted;
    }

    /** One that is trusted for the connections of clients only. */
    CertificateAuthority trustedForHttps() {
        return trustedForHttps;
    }

    @Override
    public void close() {
        keycloak.close();
        trusted.close();
        alsoTrusted.close();
        trustedForHttps.close();
    }
}
