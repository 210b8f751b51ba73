package io.github.keycloakapppasswords.gateways;

import io.github.keycloakapppasswords.stage.CertificateAuthority;
import io.github.keycloakapppasswords.stage.Ports;
import io.github.keycloakapppasswords.stage.StageException;
import io.github.keycloakapppasswords.stage.StageProcess;
import io.github.keycloakapppasswords.stage.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A FreeRADIUS with the files of the recipe and one NAS on loopback. */
final class FreeRadius implements AutoCloseable {
    private static final Duration TIME = Duration.ofSeconds(20);
    private static final Path EXECUTABLE = Path.of("/usr/sbin/freeradius");
    private static final String RELOADED = "Reloaded module \"app_passwords_gateway\"";

    /** How the recipe is used. */
    enum Variant {
        /** As it is. */
        RECIPE,
        /** By the certificate of the terms in place of the secret, as the page says. */
        CERTIFICATE,
        /** What the tunnel says of itself has the attributes of the outer request too, as if the device had sent them. */
        TUNNEL_WITH_ATTRIBUTES
    }

    private final FreeRadiusFiles files;
    private final int port;
    private final StageProcess process;

    private FreeRadius(FreeRadiusFiles files, int port, List<String> options) {
        this.files = files;
        this.port = port;
        List<String> command = Stream.concat(
                        Stream.of(EXECUTABLE.toString(), "-f", "-l", "stdout", "-d", files.folder() + "/etc"),
                        options.stream())
                .toList();
        this.process = StageProcess.start("FreeRADIUS", files.folder(), log(), Map.of(), command);
    }

    /**
     * Starts one and returns when it answers.
     *
     * @param authority who signs the certificate that devices see, for {@code radius.example.org}
     * @param options of the command line, such as {@code -xx} for what {@code freeradius -X} logs
     */
    static FreeRadius start(GatewayTerms terms, CertificateAuthority authority, String... options) {
        return start(terms, authority, Variant.RECIPE, options);
    }

    /** Starts one whose files are changed so. */
    static FreeRadius start(GatewayTerms terms, CertificateAuthority authority, Variant variant, String... options) {
        if (!Files.isExecutable(EXECUTABLE)) {
            throw new StageException("FreeRADIUS is not installed: no " + EXECUTABLE + ".");
        }
        int port = Ports.free();
        FreeRadiusFiles files = new FreeRadiusFiles(terms);
        files.install(authority.server("radius.example.org"), port);
        files.change(variant);
        FreeRadius freeRadius = new FreeRadius(files, port, List.of(options));
        try {
            Waiting.until(TIME, "FreeRADIUS is ready", () -> {
                freeRadius.process.requireAlive();
                return freeRadius.logged().contains("Ready to process requests");
            });
            return freeRadius;
        } catch (RuntimeException e) {
            freeRadius.close();
            throw e;
        }
    }

    int port() {
        return port;
    }

    /** Changes the gateway's secret in its file, reloads, and returns when the file has been read. */
    void changeSecret(String secret) {
        long before = reloads();
        files.writeSecret(secret);
        // FreeRADIUS ignores a HUP within 5 s of another.
        Waiting.until(TIME, "FreeRADIUS has reloaded", () -> {
            process.signal("HUP");
            return reloads() > before;
        });
    }

    /** Everything that it has logged. */
    String logged() {
        try {
            return Files.readString(log(), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.close();
        files.delete();
    }

    private long reloads() {
        return logged().lines().filter(line -> line.contains(RELOADED)).count();
    }

    private Path log() {
        return files.folder().resolve("freeradius.log");
    }
}
