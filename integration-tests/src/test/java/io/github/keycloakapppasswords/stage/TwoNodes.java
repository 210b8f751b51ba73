package io.github.keycloakapppasswords.stage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.stream.Stream;

/** Two Keycloaks on one PostgreSQL that are one cluster, as in production but on loopback. */
public final class TwoNodes implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final DatabaseServer database = PostgreSql.start();
    private final KeycloakServer first;
    private final KeycloakServer second;

    /** Starts both, and returns when they have found each other. */
    public TwoNodes() {
        first = KeycloakServer.start(node());
        second = first.startAnother(node());
        awaitMembers(second, 2);
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
                        .forShortLife()
                        .withStartOption("--spi-app-password-uses--default--interval-seconds=3"))
                .withStartOption("--cache=ispn")
                .withStartOption("--cache-embedded-network-bind-address=127.0.0.1")
                .withStartOption("--cache-embedded-network-bind-port=" + Ports.free());
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
