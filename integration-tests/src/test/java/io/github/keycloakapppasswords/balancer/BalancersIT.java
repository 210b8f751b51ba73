package io.github.keycloakapppasswords.balancer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.stage.AppPasswordOnPaper;
import io.github.keycloakapppasswords.stage.Gateway;
import io.github.keycloakapppasswords.stage.Http;
import io.github.keycloakapppasswords.stage.Person;
import io.github.keycloakapppasswords.stage.Waiting;
import io.github.keycloakapppasswords.validation.Asking;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** HAProxy and nginx before the same two nodes of one cluster, with the recipes of {@code docs/balancers.md}. */
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BalancersIT {
    /** Within this time HAProxy takes a node out that does not answer. */
    private static final Duration BOUND = Duration.ofSeconds(10);

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int MANY = 20;
    private static final int BODY_BYTES = 8 * 1024;

    private final TwoNodesBehind servers = new TwoNodesBehind();
    private final Gateway dovecot = servers.dovecot();
    private final BalancedGateway through =
            new BalancedGateway(servers.authority(), servers.realm().name());
    private final Balancer haproxy =
            new Haproxy(servers.authority(), servers.realm().name(), servers.addresses());
    private final Balancer nginx = new NginxBalancer(servers.authority(), servers.addresses());
    private final Person alice = servers.user("alice");
    private final AppPasswordOnPaper phone = servers.appPassword(alice);

    Stream<Balancer> balancers() {
        return Stream.of(haproxy, nginx);
    }

    @AfterAll
    void end() {
        balancers().forEach(Balancer::close);
        servers.close();
    }

    /** As many questions as both nodes get some of. */
    private List<Integer> manyAnswers(Balancer balancer) {
        return IntStream.range(0, MANY)
                .mapToObj(i -> through.ask(balancer, dovecot, "alice", phone.secret()))
                .toList();
    }

    /** Waits until this is the last that HAProxy has logged of the state of a node. */
    private void awaitAtHaproxy(String node, String state) {
        String of = "Server keycloak/" + node + " is ";
        Waiting.until(PATIENCE, of + state, () -> haproxy.log()
                .lines()
                .filter(line -> line.contains(of))
                .reduce((earlier, later) -> later)
                .filter(last -> last.contains(of + state))
                .isPresent());
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("balancers")
    void passesQuestionsAndAnswers(Balancer balancer) {
        assertThat(manyAnswers(balancer)).containsOnly(200);
        assertThat(through.ask(balancer, dovecot, "alice", "wrong")).isEqualTo(401);
        // As Dovecot asks.
        assertThat(through.ask(balancer, dovecot, "alice", phone.secret(), request -> request.expectContinue(true)))
                .isEqualTo(200);
        assertThat(balancer.log())
                .contains("/app-passwords/validate")
                .doesNotContain(
                        phone.secret(),
                        dovecot.secret(),
                        Http.basic(dovecot.clientId(), dovecot.secret()).substring("Basic ".length()));
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("balancers")
    void replacesTheForwardedAddressesOfAClient(Balancer balancer) {
        // Not from the internet, where the realm demands HTTPS.
        String lie = "10.0.0.7";
        Gateway far = servers.realm()
                .gateway(
                        "far",
                        Map.of(
                                "protocols",
                                List.of(Asking.IMAP),
                                "loginIdentity",
                                "username",
                                "networks",
                                List.of(lie + "/32")));
        Gateway near = servers.realm()
                .gateway(
                        "near",
                        Map.of(
                                "protocols",
                                List.of(Asking.IMAP),
                                "loginIdentity",
                                "username",
                                "networks",
                                List.of("127.0.0.0/8")));
        Asking pastTheBalancer = new Asking(
                servers.realm(),
                Map.of("Authorization", Http.basic(far.clientId(), far.secret()), "X-Forwarded-For", lie));

        assertThat(pastTheBalancer.status("alice", phone.secret())).isEqualTo(200);
        assertThat(through.ask(balancer, far, "alice", phone.secret(), request -> request.header("X-Forwarded-For", lie)
                        .header("X-Forwarded-For", lie)
                        .header("Forwarded", "for=" + lie)))
                .isEqualTo(503);
        Waiting.until(PATIENCE, "both nodes know the gateway", () -> IntStream.range(0, MANY)
                .allMatch(i -> through.ask(
                                balancer,
                                near,
                                "alice",
                                phone.secret(),
                                request -> request.header("X-Forwarded-For", lie))
                        == 200));
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("balancers")
    void passesOnlyWhatGatewaysCall(Balancer balancer) {
        String realm = "/realms/" + servers.realm().name();

        assertThat(Stream.of(
                                "/realms/master",
                                realm,
                                realm + "/app-passwords/account",
                                realm + "/app-passwords/%72eady",
                                "/realms/../app-passwords/ready",
                                "/realms/%2e%2e/app-passwords/ready",
                                "/realms/master/../" + servers.realm().name() + "/app-passwords/ready",
                                "/admin/realms?/realms/master/app-passwords/ready")
                        .map(path -> through.get(balancer, path)))
                .containsOnly(404);
        assertThat(through.get(balancer, realm + "/app-passwords/ready")).isEqualTo(200);
        assertThat(through.get(balancer, realm + "/app-passwords/ready?from=balancer"))
                .isEqualTo(200);
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("balancers")
    void refusesBodiesThatAreTooLong(Balancer balancer) {
        byte[] longest = " ".repeat(BODY_BYTES).getBytes(StandardCharsets.US_ASCII);
        byte[] longer = " ".repeat(BODY_BYTES + 1).getBytes(StandardCharsets.US_ASCII);

        assertThat(through.send(balancer, dovecot, BodyPublishers.ofByteArray(longest)))
                .isNotEqualTo(413);
        assertThat(through.send(balancer, dovecot, BodyPublishers.ofByteArray(longer)))
                .isEqualTo(413);
        assertThat(through.send(
                        balancer, dovecot, BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(longer))))
                .isEqualTo(413);
    }

    @Test
    void endsQuestionsWhoseBodyStaysAway() throws IOException {
        try (Socket atHaproxy = through.beginSlowly(haproxy);
                Socket atNginx = through.beginSlowly(nginx)) {
            String status = "HTTP/1.1 408 ";
            // HAProxy 3.0 leaves the connection open after it.
            assertThat(new String(atHaproxy.getInputStream().readNBytes(status.length()), StandardCharsets.US_ASCII))
                    .isEqualTo(status);
            // nginx closes without a word.
            assertThat(atNginx.getInputStream().readAllBytes()).isEmpty();
        }
        // No node was chosen for either.
        Waiting.until(PATIENCE, "HAProxy has logged 408 without a node", () -> haproxy.log()
                .lines()
                .anyMatch(line -> line.contains("/<NOSRV> ") && line.contains(" 408 ")));
        Waiting.until(PATIENCE, "nginx has logged 408", () -> nginx.log().contains("\" 408 0 "));
    }

    @Test
    @Order(Order.DEFAULT + 1)
    void servesKnownUsersWhileTheDatabaseIsAway() {
        servers.makeKnown(alice, phone);
        try {
            servers.stopDatabase(BOUND);
            assertThat(servers.healths()).containsOnly(503);
            assertThat(servers.readies()).containsOnly(200);
            assertThat(manyAnswers(haproxy)).containsOnly(200);
            assertThat(manyAnswers(nginx)).containsOnly(200);
        } finally {
            servers.startDatabase();
        }
    }

    @Test
    @Order(Order.DEFAULT + 2)
    void takesANodeOutThatHangs() {
        servers.nodes().second().freeze();
        try {
            awaitAtHaproxy("keycloak2", "DOWN");
            assertThat(manyAnswers(haproxy)).containsOnly(200);
        } finally {
            servers.nodes().second().thaw();
        }
        awaitAtHaproxy("keycloak2", "UP");
    }

    /** Nothing starts the node again. */
    @Test
    @Order(Order.DEFAULT + 3)
    void servesWhenANodeDies() {
        servers.nodes().killFirst();

        assertThat(manyAnswers(nginx)).containsOnly(200);
        awaitAtHaproxy("keycloak1", "DOWN");
        assertThat(manyAnswers(haproxy)).containsOnly(200);
        assertThat(manyAnswers(nginx)).containsOnly(200);
    }
}
