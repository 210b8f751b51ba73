package io.github.keycloakapppasswords.stage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Two Keycloaks on one PostgreSQL: one cluster, as in production but on loopback, or two nodes that do not reach each other. */
public final class TwoNodes implements AutoCloseable {

    /** For how long nodes that are {@link #apart} answer without the database. */
    public static final Duration OUTAGE = Duration.ofSeconds(10);

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final DatabaseServer database = PostgreSql.start();
    private final KeycloakServer first;
    private final KeycloakServer second;

    private TwoNodes(UnaryOperator<KeycloakOptions> caches) {
        first = KeycloakServer.start(caches.apply(node()));
        second = first.startAnother(caches.apply(node()));
    }

    /** Starts both, and returns when they have found each other. */
    public static TwoNodes together() {
        return together(options -> options);
    }

    /**
     * Starts both, and returns when they have found each other.
     *
     * @param more what each node is started with besides; asked once for each node, the first node first
     */
    public static TwoNodes together(UnaryOperator<KeycloakOptions> more) {
        TwoNodes nodes = new TwoNodes(options -> more.apply(options)
                .withStartOption("--cache=ispn")
                .withStartOption("--cache-embedded-network-bind-address=127.0.0.1")
                .withStartOption("--cache-embedded-network-bind-port=" + Ports.free()));
        awaitMembers(nodes.second, 2);
        return nodes;
    }

    /** Starts both with caches of their own, as behind a cut network: no message goes from one to the other. */
    public static TwoNodes apart() {
        return new TwoNodes(options -> options.withStartOption(
                "--spi-app-password-validation--default--database-outage-seconds=" + OUTAGE.toSeconds()));
    }

    /** Takes the database away from both. */
    public void stopDatabase() {
        database.stop();
    }

    /** Brings the database back. */
    public void startDatabase() {
        database.launch();
    }

    public KeycloakServer first() {
        return first;
    }

    public KeycloakServer second() {
        return second;
    }

    /** Ends the first at once. The second may not know yet. */
    public void killFirst() {
        first.kill();
    }

    /** Waits until the second has noticed that it is alone. */
    public void awaitSecondAlone() {
        awaitMembers(second, 1);
    }

    /** Starts the first again, and returns when they have found each other. */
    public void startFirst() {
        first.start();
        awaitMembers(second, 2);
    }

    private KeycloakOptions node() {
        return database.use(KeycloakOptions.shipped()
                .withProvider(Project.fixtureJar())
                .forTests()
                .withStartOption("--spi-app-password-uses--default--interval-seconds=3"));
    }

    /** Infinispan logs each view that a node gets, with the number of its members. */
    private static void awaitMembers(KeycloakServer node, int members) {
        Waiting.until(PATIENCE, "the cluster has " + members + " members (see " + node.log() + ")", () -> {
            try (Stream<String> lines = Files.lines(node.log())) {
                return lines.filter(line -> line.contains("new cluster view"))
                        .reduce((earlier, later) -> later)
                        .filter(view -> view.contains("] (" + members + ") "))
                        .isPresent();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    @Override
    public void close() {
        second.close();
        first.close();
        database.close();
    }
}
