package io.github.keycloakapppasswords.stage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Nodes of one cluster on one PostgreSQL, each in a network of its own, and the faults that they and the database can have. Nodes are
 * numbered from 0. Needs root, for the networks.
 */
public final class Cluster implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    /** All nodes together take no more connections than PostgreSQL gives. */
    private static final int CONNECTIONS = 36;

    /** The node whose clock can be set. The others are spared the library, which makes each look at a clock a hundred times dearer. */
    public static final int CLOCK_TO_SET = 1;

    /** As in {@code docs/balancers.md}. */
    private static final String SHUTDOWN_DELAY = "--shutdown-delay=5s";

    private final Path folder = temporaryFolder();
    private final CertificateAuthority authority = CertificateAuthority.create("Stage CA");
    private final PostgreSql database = PostgreSql.start();
    private final NodeNetwork network = new NodeNetwork(folder);
    private final List<Node> nodes;
    private final List<KeycloakServer> keycloaks = new ArrayList<>();
    private @Nullable Path updatedJar;

    /** What a node is started with, how it reaches the database, and its clock if that can be set. */
    private record Node(KeycloakOptions options, int httpsPort, Door database, @Nullable NodeClock clock) {}

    private Cluster(int number, UnaryOperator<KeycloakOptions> more) {
        nodes = IntStream.range(0, number)
                .mapToObj(i -> node(i == CLOCK_TO_SET, more))
                .toList();
    }

    /**
     * Starts the nodes, and returns when they have found each other.
     *
     * @param number how many, 2 or 3
     * @param more what each node is started with besides
     */
    public static Cluster start(int number, UnaryOperator<KeycloakOptions> more) {
        Cluster cluster = new Cluster(number, more);
        try {
            cluster.keycloaks.add(KeycloakServer.start(cluster.nodes.get(0).options()));
            cluster.nodes.stream()
                    .skip(1)
                    .map(node -> CompletableFuture.supplyAsync(() -> KeycloakServer.start(node.options())))
                    .toList()
                    .forEach(start -> cluster.keycloaks.add(start.join()));
            cluster.awaitTogether();
            return cluster;
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    private Node node(boolean clockToSet, UnaryOperator<KeycloakOptions> more) {
        KeycloakOptions.Place place = network.add();
        Door door = Door.at(address(network.here()), database.port());
        NodeClock clock = clockToSet ? new NodeClock(folder.resolve("clock")) : null;
        int httpsPort = Ports.free();
        KeycloakOptions options = database.use(KeycloakOptions.shipped()
                        .withProvider(Project.fixtureJar())
                        .forShortLife()
                        .withStartOption("--cache=ispn")
                        .withStartOption("--cache-embedded-network-bind-address=" + place.address())
                        .withStartOption("--db-pool-max-size=" + CONNECTIONS)
                        .withStartOption("--proxy-headers=xforwarded")
                        .withStartOption("--proxy-trusted-addresses=" + network.here())
                        .withStartOption(SHUTDOWN_DELAY)
                        .withPlace(place))
                .withStartOption(
                        "--db-url=jdbc:postgresql://" + network.here() + ":" + door.port() + "/" + DatabaseServer.NAME);
        KeycloakOptions whole = more.apply(authority.withHttps(options, httpsPort));
        return new Node(clock == null ? whole : clock.of(whole), httpsPort, door, clock);
    }

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory("app-passwords-cluster-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Who signed the certificates of the nodes, which have the name {@code localhost}. */
    public CertificateAuthority authority() {
        return authority;
    }

    /** The addresses at which the nodes serve HTTPS, such as {@code 10.213.0.11:8443}. */
    public List<String> addresses() {
        return nodes.stream()
                .map(node -> node.options().place().address() + ":" + node.httpsPort())
                .toList();
    }

    /** The nodes, whether they run or not. */
    public List<KeycloakServer> nodes() {
        return List.copyOf(keycloaks);
    }

    /** Waits until the nodes, all of which run, are one cluster. */
    public void awaitTogether() {
        keycloaks.forEach(node -> awaitMembers(node, keycloaks.size()));
    }

    /** Waits until a node knows that its cluster has so many members: Infinispan logs each view with their number. */
    public static void awaitMembers(KeycloakServer node, int members) {
        Waiting.until(PATIENCE, "the cluster has " + members + " members (see " + node.log() + ")", () -> {
            try (Stream<String> lines = Files.lines(node.log())) {
                return lines.filter(line -> line.contains("cluster view for channel"))
                        .reduce((earlier, later) -> later)
                        .filter(view -> view.contains("] (" + members + ") "))
                        .isPresent();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** Cuts the network between the nodes; each of them reaches the database and the load balancer. */
    public void cutBetweenNodes() {
        network.joinNodes(false);
    }

    /** Ends {@link #cutBetweenNodes()}. */
    public void healBetweenNodes() {
        network.joinNodes(true);
    }

    /** Takes the database from one node: its connections end, and new ones are refused. */
    public void takeDatabaseFrom(int node) {
        nodes.get(node).database().shut();
    }

    /** Gives the database back. */
    public void giveDatabaseTo(int node) {
        nodes.get(node).database().open();
    }

    /** Has each statement of each node take longer by this; zero ends it. */
    public void slowDatabase(Duration each) {
        nodes.forEach(node -> node.database().delay(each));
    }

    /** Sets the clock of {@link #CLOCK_TO_SET} so far before the true time, or behind it if negative. */
    public void setClock(Duration ahead) {
        Objects.requireNonNull(nodes.get(CLOCK_TO_SET).clock()).set(ahead);
    }

    /** Ends the database server, in good order. */
    public void stopDatabase() {
        database.stop();
    }

    /** Brings it back. */
    public void startDatabase() {
        database.launch();
    }

    /** Makes the database hang until {@link #thawDatabase()}. */
    public void freezeDatabase() {
        database.freeze();
    }

    /** Lets the database go on. */
    public void thawDatabase() {
        database.thaw();
    }

    /** Has the database refuse to write, or lets it write again. */
    public void readOnlyDatabase(boolean on) {
        database.readOnly(on);
    }

    /** Builds Keycloak with a JAR that differs from the shipped one by a comment alone, for {@link #update}. */
    public void prepareUpdate() {
        Path next = folder.resolve("keycloak-app-passwords-next.jar");
        try {
            Files.copy(Project.shippedJar(), next, StandardCopyOption.REPLACE_EXISTING);
            try (FileSystem jar = FileSystems.newFileSystem(next)) {
                Files.writeString(jar.getPath("META-INF/next"), "The version after the one that is there.\n");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        updatedJar = next;
        new KeycloakTree(Project.keycloakDistribution(), updated(0)).built();
    }

    /** Stops a node, puts the other JAR in, and starts it again. */
    public void update(int node) {
        KeycloakServer keycloak = keycloaks.get(node);
        keycloak.stop();
        keycloak.reinstall(updated(node));
        keycloak.start();
    }

    private KeycloakOptions updated(int node) {
        Path jar = Objects.requireNonNull(updatedJar, "prepareUpdate() comes first");
        return nodes.get(node).options().withoutProviders().withProvider(jar).withProvider(Project.fixtureJar());
    }

    /** Kills the nodes: what they would still write goes with the database. */
    @Override
    public void close() {
        keycloaks.forEach(KeycloakServer::kill);
        keycloaks.forEach(KeycloakServer::close);
        network.close();
        database.close();
        authority.close();
        FileTree.delete(folder);
    }
}
