package io.github.keycloakapppasswords.balancer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.stage.AppPasswordOnPaper;
import io.github.keycloakapppasswords.stage.CertificateAuthority;
import io.github.keycloakapppasswords.stage.Gateway;
import io.github.keycloakapppasswords.stage.Http;
import io.github.keycloakapppasswords.stage.HttpAnswer;
import io.github.keycloakapppasswords.stage.KeycloakServer;
import io.github.keycloakapppasswords.stage.NewUser;
import io.github.keycloakapppasswords.stage.Person;
import io.github.keycloakapppasswords.stage.Ports;
import io.github.keycloakapppasswords.stage.Realm;
import io.github.keycloakapppasswords.stage.TwoNodes;
import io.github.keycloakapppasswords.stage.Waiting;
import io.github.keycloakapppasswords.validation.Asking;
import io.github.keycloakapppasswords.validation.Fixture;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A cluster of two nodes as a balancer needs it: with HTTPS, and with proxies whose X-Forwarded-For counts; and a realm on it. */
final class TwoNodesBehind implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final CertificateAuthority authority = CertificateAuthority.create("Stage CA");
    private final List<Integer> ports = new ArrayList<>();
    private final TwoNodes nodes = TwoNodes.together(options -> {
        int port = Ports.free();
        ports.add(port);
        return authority
                .withHttps(options, port)
                .withStartOption("--proxy-headers=xforwarded")
                .withStartOption("--proxy-trusted-addresses=127.0.0.1");
    });
    private final Realm realm = Realm.create(nodes.first());
    private final Gateway dovecot;

    TwoNodesBehind() {
        realm.setUp();
        dovecot = realm.gateway("dovecot", Asking.IMAP);
    }

    CertificateAuthority authority() {
        return authority;
    }

    Realm realm() {
        return realm;
    }

    /** A gateway that may call from anywhere. */
    Gateway dovecot() {
        return dovecot;
    }

    /** Where the nodes serve HTTPS, the first one first. */
    List<String> addresses() {
        return ports.stream().map(port -> "127.0.0.1:" + port).toList();
    }

    TwoNodes nodes() {
        return nodes;
    }

    private List<KeycloakServer> both() {
        return List.of(nodes.first(), nodes.second());
    }

    Person user(String name) {
        return realm.user(NewUser.named(name));
    }

    AppPasswordOnPaper appPassword(Person person) {
        AppPasswordOnPaper phone = realm.appPassword(person, "phone", Asking.IMAP);
        makeKnown(person, phone);
        return phone;
    }

    /** Has both nodes get to know a user and an app password of the user. */
    void makeKnown(Person person, AppPasswordOnPaper password) {
        for (KeycloakServer node : both()) {
            Realm there = Realm.existing(node, realm.name());
            Asking asking = Asking.as(there, dovecot());
            Waiting.until(
                    PATIENCE,
                    "the node has heard of it",
                    () -> asking.status(person.username(), password.secret()) == 200);
            new Fixture(there).warmUp(person, () -> assertThat(asking.status(person.username(), password.secret()))
                    .isEqualTo(200));
        }
    }

    /** Takes the database away, and returns when Keycloak's own check says so, and each node has been without it for longer than this. */
    void stopDatabase(Duration longerThan) {
        nodes.stopDatabase();
        for (KeycloakServer node : both()) {
            Waiting.until(PATIENCE, "Keycloak's own check fails", () -> health(node) == 503);
            Waiting.until(
                    PATIENCE,
                    "the database is away for long enough",
                    () -> ready(node).json().path("sinceDatabaseSeconds").asLong() > longerThan.toSeconds());
        }
    }

    /** Brings the database back, and returns when both nodes have noticed. */
    void startDatabase() {
        nodes.startDatabase();
        for (KeycloakServer node : both()) {
            Waiting.until(PATIENCE, "Keycloak's own check succeeds", () -> health(node) == 200);
            new Fixture(Realm.existing(node, realm.name())).awaitChangesRead();
        }
    }

    /** The statuses of Keycloak's own check at both nodes. */
    List<Integer> healths() {
        return both().stream().map(TwoNodesBehind::health).toList();
    }

    /** The statuses of the extension's check at both nodes. */
    List<Integer> readies() {
        return both().stream().map(node -> ready(node).status()).toList();
    }

    private static int health(KeycloakServer node) {
        return get(node.managementUrl() + "/health/ready").status();
    }

    private HttpAnswer ready(KeycloakServer node) {
        return get(node.url() + "/realms/" + realm.name() + "/app-passwords/ready");
    }

    private static HttpAnswer get(String url) {
        return new Http().send(HttpRequest.newBuilder(URI.create(url)).build());
    }

    @Override
    public void close() {
        nodes.close();
        authority.close();
    }
}
