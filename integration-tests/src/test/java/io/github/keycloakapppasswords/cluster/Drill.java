package io.github.keycloakapppasswords.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.balancer.Haproxy;
import io.github.keycloakapppasswords.cluster.Answer.Judgement;
import io.github.keycloakapppasswords.stage.AppPasswordOnPaper;
import io.github.keycloakapppasswords.stage.Cluster;
import io.github.keycloakapppasswords.stage.Gateway;
import io.github.keycloakapppasswords.stage.KeycloakOptions;
import io.github.keycloakapppasswords.stage.NewUser;
import io.github.keycloakapppasswords.stage.Person;
import io.github.keycloakapppasswords.stage.Project;
import io.github.keycloakapppasswords.stage.Realm;
import io.github.keycloakapppasswords.stage.Trust;
import io.github.keycloakapppasswords.stage.Waiting;
import io.github.keycloakapppasswords.validation.Asking;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;

/** A cluster behind HAProxy with the recipe, under load; faults, one after the other; and a row of the table for each. */
final class Drill implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int WARM = 4;
    private static final int COLD = 20;
    private static final Duration WARM_EVERY = Duration.ofMillis(200);
    private static final Duration BAD_EVERY = Duration.ofMillis(700);

    private final Path table;
    private final Bounds bounds;
    private final Cluster cluster;
    private final Administration admin;
    private final Haproxy haproxy;
    private final Load load;
    private final FeedWatch feed;
    private final Changes changes;
    private final ColdMailboxes cold;
    private final List<Device> warm = new ArrayList<>();
    private final Set<Kind> judged = EnumSet.noneOf(Kind.class);

    /**
     * Starts all, and returns when each kind of device has heard a verdict.
     *
     * @param name of the file with the table
     * @param nodes how many
     * @param outage the option {@code database-outage-seconds}
     */
    Drill(String name, int nodes, Duration outage) {
        this(name, nodes, outage, options -> options);
    }

    Drill(String name, int nodes, Duration outage, UnaryOperator<KeycloakOptions> more) {
        table = Project.root().resolve("integration-tests/target/cluster/" + name + ".md");
        bounds = new Bounds(outage);
        cluster = Cluster.start(
                nodes,
                options -> more.apply(options.withStartOption(
                        "--spi-app-password-validation--default--database-outage-seconds=" + outage.toSeconds())));
        Realm realm = Realm.create(cluster.nodes().get(0));
        realm.setUp();
        realm.policy(Map.of("suspension-grace-hours", "0"));
        Gateway dovecot = realm.gateway("dovecot", Asking.IMAP);
        admin = new Administration(cluster.nodes(), realm.name());
        haproxy = new Haproxy(cluster.authority(), realm.name(), cluster.addresses());
        SSLContext trust = Trust.in(cluster.authority().certificate());
        String paths = "https://localhost:" + haproxy.port() + "/realms/" + realm.name() + "/app-passwords/";
        load = new Load(trust, URI.create(paths + "validate"), dovecot, new Tally("the start"));
        feed = new FeedWatch(trust, URI.create(paths + "changes"), dovecot, load::tally);
        AppPasswordOnPaper nobodys = addWarm();
        load.add(new Device(Kind.UNKNOWN, "nobody", nobodys.secret(), Truth.of(bounds, false), BAD_EVERY));
        load.add(new Device(Kind.WRONG, "warm-0", nobodys.secret(), Truth.of(bounds, false), BAD_EVERY));
        cold = new ColdMailboxes(admin, load, bounds, COLD);
        changes = new Changes(admin, load, bounds, feed);
        changes.begin();
        settle(Instant.now());
    }

    /** @return an app password that is no user's any more */
    private AppPasswordOnPaper addWarm() {
        for (int i = 0; i < WARM; i++) {
            String name = "warm-" + i;
            Person person = admin.insist(
                    "a user", realm -> realm.user(NewUser.named(name).withOtp()));
            AppPasswordOnPaper phone =
                    admin.insist("an app password", realm -> realm.appPassword(person, "phone", Asking.IMAP));
            warm.add(load.add(new Device(Kind.WARM, name, phone.secret(), Truth.of(bounds, true), WARM_EVERY)));
        }
        Person other = admin.insist(
                "a user", realm -> realm.user(NewUser.named("other").withOtp()));
        return admin.insist("an app password", realm -> realm.appPassword(other, "phone", Asking.IMAP));
    }

    Cluster cluster() {
        return cluster;
    }

    Bounds bounds() {
        return bounds;
    }

    /** Admins leave this node alone from now on: it is down or hangs. */
    void avoid(int node) {
        admin.avoid(node);
    }

    void use(int node) {
        admin.use(node);
    }

    /**
     * Runs a fault and waits until all is well again; writes its row.
     *
     * @param fault ends as it began, with all nodes and the database at work
     */
    Tally row(String name, Runnable fault) {
        Tally tally = new Tally(name);
        int before = load.wrong().size();
        load.count(tally);
        fault.run();
        settle(Instant.now());
        load.count(new Tally("between"));
        write(tally, load.wrong().subList(before, load.wrong().size()));
        judged.addAll(tally.kinds());
        assertThat(load.wrong().subList(before, load.wrong().size())).isEmpty();
        assertThat(tally.count(Judgement.RIGHT)).isPositive();
        assertThat(feed.resets()).as("resets of the feed").isZero();
        return tally;
    }

    /** Waits until every mailbox gets in that is to, the balancer has all nodes, and the feed has every revocation. */
    private void settle(Instant since) {
        for (int node = 0; node < cluster.nodes().size(); node++) {
            awaitUp(node);
        }
        Instant up = Instant.now();
        for (Device device : warm) {
            Waiting.until(PATIENCE, device.username() + " gets in", () -> device.acceptedAt()
                    .isAfter(up));
        }
        Waiting.until(PATIENCE, "cold mailboxes get in", () -> cold.acceptedAt().isAfter(since));
        Set<String> revoked = feed.missing();
        Waiting.until(PATIENCE, "the feed has every revocation: " + revoked, () -> feed.missing().stream()
                .noneMatch(revoked::contains));
    }

    /** Waits until HAProxy gives questions to a node. */
    void awaitUp(int node) {
        String of = "Server keycloak/keycloak" + (node + 1) + " is ";
        Waiting.until(PATIENCE, of + "UP", () -> haproxy.log()
                .lines()
                .filter(line -> line.contains(of))
                .reduce((earlier, later) -> later)
                .map(last -> last.contains(of + "UP"))
                .orElse(true));
    }

    /** The kinds of which there was a verdict in any row. */
    Set<Kind> judged() {
        return judged;
    }

    private void write(Tally tally, List<String> wrong) {
        try {
            Files.createDirectories(table.getParent());
            if (!Files.exists(table)) {
                Files.writeString(table, Tally.HEAD);
            }
            Files.writeString(table, tally.row() + "\n", StandardOpenOption.APPEND);
            List<String> details =
                    Stream.concat(Stream.of(tally.detail()), wrong.stream()).toList();
            Files.write(
                    table.resolveSibling(table.getFileName() + ".log"),
                    details,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        changes.close();
        cold.close();
        feed.close();
        load.close();
        haproxy.close();
        cluster.close();
    }
}
