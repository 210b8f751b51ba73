package io.github.keycloakapppasswords.stage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A certificate authority made for one run, by openssl; its keys and certificates are PEM files that go with it. */
public final class CertificateAuthority implements AutoCloseable {
    private static final Duration TIME = Duration.ofSeconds(30);

    private final Path folder;
    private final AtomicInteger next = new AtomicInteger(1);
    private final AtExit atExit = AtExit.run(this::end);

    private CertificateAuthority(Path folder) {
        this.folder = folder;
    }

    /**
     * A certificate and its key.
     *
     * @param certificate a PEM file, readable by all
     * @param key a PEM file (PKCS #8), readable by whoever runs this
     */
    public record Issued(Path certificate, Path key) {}

    /** Makes one with this common name. */
    public static CertificateAuthority create(String name) {
        try {
            Path folder = Files.createTempDirectory("app-passwords-ca-");
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
            CertificateAuthority authority = new CertificateAuthority(folder);
            authority.openssl(
                    "req -x509 -newkey rsa:2048 -noenc -days 2 -keyout ca.key -out ca.pem -subj", "/CN=" + name);
            return authority;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its own certificate, for whoever is to believe it. */
    public Path certificate() {
        return folder.resolve("ca.pem");
    }

    /** Issues one for a server of this name, and for 127.0.0.1. */
    public Issued server(String host) {
        return issue(host, "subjectAltName=DNS:" + host + ",IP:127.0.0.1");
    }

    /** Issues one for a client, with {@code CN=…} of this name as its whole subject. */
    public Issued client(String commonName) {
        return issue(commonName, "extendedKeyUsage=clientAuth");
    }

    /** Has a Keycloak serve HTTPS as {@code localhost} on this port, and trust this authority; its management port stays with HTTP. */
    public KeycloakOptions withHttps(KeycloakOptions options, int port) {
        Issued server = server("localhost");
        return options.withStartOption("--https-port=" + port)
                .withStartOption("--http-management-scheme=http")
                .withStartOption("--https-certificate-file=" + server.certificate())
                .withStartOption("--https-certificate-key-file=" + server.key())
                .withStartOption("--truststore-paths=" + certificate());
    }

    private Issued issue(String commonName, String extension) {
        String name = "issued-" + next.getAndIncrement();
        openssl(
                "req -newkey rsa:2048 -noenc -keyout " + name + ".key -out " + name + ".csr -subj",
                "/CN=" + commonName);
        try {
            Files.writeString(folder.resolve(name + ".ext"), extension + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        openssl("x509 -req -days 2 -CA ca.pem -CAkey ca.key -CAcreateserial -in " + name + ".csr -extfile " + name
                + ".ext -out " + name + ".pem");
        return new Issued(folder.resolve(name + ".pem"), folder.resolve(name + ".key"));
    }

    private void openssl(String words, String... more) {
        List<String> command = Stream.of(Stream.of("openssl"), Stream.of(words.split(" ")), Stream.of(more))
                .flatMap(part -> part)
                .toList();
        StageProcess.start("openssl", folder, folder.resolve("openssl.log"), Map.of(), command)
                .succeed(TIME);
    }

    @Override
    public void close() {
        end();
        atExit.forget();
    }

    private void end() {
        FileTree.delete(folder);
    }
}
