package io.github.keycloakapppasswords.gateways;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.gateways.Login.Answer;
import io.github.keycloakapppasswords.gateways.Residents.Resident;
import io.github.keycloakapppasswords.stage.AppPasswordOnPaper;
import io.github.keycloakapppasswords.stage.CertificateAuthority;
import io.github.keycloakapppasswords.stage.Gateway;
import io.github.keycloakapppasswords.stage.KeycloakOnMariaDb;
import io.github.keycloakapppasswords.stage.NewUser;
import io.github.keycloakapppasswords.stage.Person;
import io.github.keycloakapppasswords.stage.Realm;
import io.github.keycloakapppasswords.stage.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What every gateway does, each test a column of the table that {@code bin/verify gateways} prints and each subclass,
 * named {@code XIT}, a row. A subclass has a realm and a daemon of its own. Its own tests run before the outages.
 */
@ExtendWith(KeycloakOnMariaDb.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
abstract class GatewayContract {
    /** The line that makes bin/verify write a dash: read there from the report of a test. */
    private static final String NOT_TOLD_APART = "gateway: a temporary failure looks like a wrong password";

    private static final Duration OWN_DELAY = Duration.ofSeconds(3);
    private static final Duration PATIENCE_OF_CLIENTS = Duration.ofSeconds(15);
    private static final Duration RECOVERY = Duration.ofSeconds(60);

    private KeycloakOnMariaDb.Pair servers;
    private Outage outage;
    private Residents residents;
    private Gateway credential;
    private StockGateway gateway;
    private Resident anna;
    private Resident bob;
    private List<Resident> crowd = List.of();
    private final Map<String, Resident> newcomers = new HashMap<>();

    /** The protocol that the gateway asks for, as Keycloak names it. */
    abstract String protocol();

    /** Starts the daemon. {@link #realm()} is there already, and has the gateway marked. */
    abstract StockGateway start(GatewayTerms terms);

    /** What the gateway is marked with in Keycloak, but for the login identity. */
    Map<String, Object> settings() {
        return Map.of("protocols", List.of(protocol()));
    }

    /** False only where the recipe's page says that an outage looks like a wrong password. */
    boolean tellsTemporaryFailure() {
        return true;
    }

    /**
     * False where the daemon cannot take the name from the answer, and its page says so: then who types another name
     * than the login identity must be refused.
     */
    boolean opensByAnswer() {
        return true;
    }

    /** User names that must open their own; fewer only where the protocol itself has no such names. */
    List<String> names() {
        return List.of("carol+lists", "50%25 off", "a b", "jürgen", "ليلى", "dora@example.org", "o'neil&co=1");
    }

    /** A thousand; fewer only where the daemon takes one login after another, and its page says so. */
    int staleLogins() {
        return 1000;
    }

    /** How many of the stale logins are under way at once. */
    int floodWidth() {
        return 20;
    }

    /** What else is to be seen while Keycloak is stopped, of somebody who has logged in before. */
    void whileStopped(Resident known) {}

    final Realm realm() {
        return residents.realm();
    }

    final Residents residents() {
        return residents;
    }

    final KeycloakOnMariaDb.Pair servers() {
        return servers;
    }

    final Gateway credential() {
        return credential;
    }

    final StockGateway gateway() {
        return gateway;
    }

    /** Somebody new, with an app password and something of hers to see. */
    final Resident resident(String name) {
        gateway.deliver(name);
        return residents.make(name);
    }

    @BeforeAll
    final void open(KeycloakOnMariaDb.Pair pair) {
        servers = pair;
        outage = new Outage(pair);
        residents = new Residents(pair.keycloak(), protocol());
        credential = mark("username");
        gateway = start(ownTerms());
        Person withMainPassword = realm().user(NewUser.named("anna"));
        gateway.deliver("anna");
        anna = residents.with(withMainPassword);
        bob = resident("bob");
        crowd = IntStream.rangeClosed(1, 20)
                .mapToObj(number -> resident("crowd-" + number))
                .toList();
        for (String outageName : List.of("secret", "hanging", "database", "stopped", "recovered")) {
            newcomers.put(outageName, resident("new-" + outageName));
        }
    }

    @AfterAll
    final void close() {
        try {
            outage.recover();
        } finally {
            if (gateway != null) {
                gateway.close();
            }
            residents.close();
        }
    }

    @Test
    @Order(1)
    final void ok() {
        isIn(login("anna", anna.secret()), "anna");
        isIn(login("bob", bob.secret()), "bob");
    }

    @Test
    final void wrong() {
        Resident other = resident("other");
        List<Login> answers = together(List.of(
                () -> login("anna", bob.secret()),
                () -> login("anna", anna.person().password()),
                () -> login("anna", "hunter2"),
                () -> login("other", other.secret().substring(1)),
                () -> login("nobody", anna.secret())));

        assertThat(answers).extracting(Login::answer).containsOnly(Answer.WRONG);
    }

    @Test
    final void revoked() {
        Resident lost = resident("lost");
        isIn(login("lost", lost.secret()), "lost");

        realm().revoke(lost.person(), lost.appPassword().id());
        gateway.forgetVerdicts();

        isWrong(login("lost", lost.secret()));
    }

    @Test
    final void otherProtocol() {
        AppPasswordOnPaper other = residents.forAnotherProtocol(anna.person());

        isWrong(login("anna", other.secret()));
    }

    @Test
    final void utf8() {
        for (String name : names()) {
            isIn(login(name, resident(name).secret()), name);
        }
    }

    /** What is typed never names the mailbox, and no name that looks like another's opens it. */
    @Test
    final void rightMailbox() {
        gateway.deliver("frank");
        Resident frank = residents.make("frank", Map.of("email", "frank@example.org", "emailVerified", true));
        gateway.deliver("info@example.org");
        Resident mallory = residents.make("mallory");
        residents.make("info@example.org");

        for (String typed : List.of("FRANK", "frank@example.org", "Frank@Example.ORG")) {
            opensOnly(login(typed, frank.secret()), "frank");
        }
        List<Callable<Login>> othersNames = new ArrayList<>();
        for (String typed : List.of("info@example.org", "frank", "b\u00f6b", "bob", "bob ", "BOB", "../bob", "bob/")) {
            othersNames.add(() -> login(typed, mallory.secret()));
        }
        othersNames.add(() -> login("fr\u00e4nk", frank.secret()));
        together(othersNames).forEach(GatewayContract::isWrong);
    }

    @Test
    final void theLoginIdentityNamesTheMailbox() {
        gateway.deliver("box-of-grete");
        Resident grete = residents.make("grete", Map.of("attributes", Map.of("mailbox", List.of("box-of-grete"))));
        mark("attribute:mailbox");
        try {
            opensOnly(login("grete", grete.secret()), "box-of-grete");
        } finally {
            mark("username");
        }
    }

    @Test
    final void twentyAtOnce() {
        List<Login> logins = together(crowd.stream()
                .<Callable<Login>>map(one -> () -> login(one.name(), one.secret()))
                .toList());

        assertThat(logins)
                .extracting(Login::opened)
                .containsExactlyElementsOf(crowd.stream().map(Resident::name).toList());
    }

    @Test
    final void hundredInARow() {
        for (int i = 0; i < 100; i++) {
            Resident one = crowd.get(i % crowd.size());
            isIn(login(one.name(), one.secret()), one.name());
        }
    }

    @Test
    final void badGatewaySecret() {
        Resident newcomer = newcomer("secret");
        gateway.changeSecret("not-the-secret");
        try {
            isLater(login(newcomer.name(), newcomer.secret()));
        } finally {
            gateway.changeSecret(credential.secret());
        }
        isIn(login(newcomer.name(), newcomer.secret()), newcomer.name());
        Waiting.until(
                Duration.ofSeconds(20),
                "there is an event about the wrong secret",
                () -> residents.hasEvent("CLIENT_LOGIN_ERROR", "gateway_credential_wrong"));
    }

    @Test
    @Order(Order.DEFAULT + 1)
    final void staleFlood() {
        Resident stale = resident("stale");
        realm().revoke(stale.person(), stale.appPassword().id());
        Duration alone = timed(anna);
        List<Callable<Login>> logins = new ArrayList<>();
        for (int i = 0; i < staleLogins(); i++) {
            logins.add(() -> gateway.stale("stale", stale.secret()));
        }
        Flood flood = Flood.of(floodWidth(), logins);
        List<Duration> during = new ArrayList<>();
        while (flood.lasts()) {
            during.add(timed(anna));
        }

        assertThat(flood.results()).extracting(Login::answer).containsOnly(Answer.WRONG);
        assertThat(during).isNotEmpty().allMatch(time -> time.compareTo(PATIENCE_OF_CLIENTS) < 0);
        Duration median = during.stream().sorted().toList().get(during.size() / 2);
        assertThat(median).isLessThan(alone.plus(OWN_DELAY));
    }

    @Test
    @Order(Order.DEFAULT + 2)
    final void hanging() {
        outage.whileHanging(() -> isLaterForEverybody(newcomer("hanging")));
    }

    @Test
    @Order(Order.DEFAULT + 3)
    final void databaseGone() {
        Resident newcomer = newcomer("database");
        realm().admin().post(realm().path("/clear-user-cache"), Map.of());
        outage.whileWithoutDatabase(() -> isLater(login(newcomer.name(), newcomer.secret())));
        isInAgain(newcomer);
    }

    @Test
    @Order(Order.DEFAULT + 4)
    final void stopped() {
        isIn(login("bob", bob.secret()), "bob");
        outage.stop();
        isLaterForEverybody(newcomer("stopped"));
        whileStopped(bob);
    }

    /** Without a restart of the gateway. */
    @Test
    @Order(Order.DEFAULT + 5)
    final void recovered() {
        outage.recover();
        isInAgain(newcomer("recovered"));
        isWrong(login("anna", bob.secret()));
    }

    private Login login(String username, String password) {
        return gateway.login(username, password);
    }

    private static List<Login> together(List<Callable<Login>> logins) {
        return Together.all(logins.size(), logins);
    }

    private Resident newcomer(String outageName) {
        return Objects.requireNonNull(newcomers.get(outageName));
    }

    private Duration timed(Resident one) {
        long from = System.nanoTime();
        isIn(login(one.name(), one.secret()), one.name());
        return Duration.ofNanos(System.nanoTime() - from);
    }

    /** Keycloak cannot be asked: nobody is told that her password is wrong, not even when it is. */
    private void isLaterForEverybody(Resident newcomer) {
        long from = System.nanoTime();
        together(List.of(
                        () -> login(newcomer.name(), newcomer.secret()),
                        () -> login(newcomer.name(), bob.secret()),
                        () -> login("anna", bob.secret())))
                .forEach(this::isLater);
        if (tellsTemporaryFailure()) {
            assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(PATIENCE_OF_CLIENTS);
        }
    }

    private void isLater(Login login) {
        if (tellsTemporaryFailure()) {
            assertThat(login.answer()).as(login.words()).isEqualTo(Answer.LATER);
        } else {
            System.out.println(NOT_TOLD_APART);
            assertThat(login.answer()).as(login.words()).isNotEqualTo(Answer.IN);
        }
    }

    private void isInAgain(Resident one) {
        Waiting.until(RECOVERY, one.name() + " gets in again", () -> {
            Login login = login(one.name(), one.secret());
            if (tellsTemporaryFailure()) {
                assertThat(login.answer()).as(login.words()).isNotEqualTo(Answer.WRONG);
            }
            return login.answer() == Answer.IN;
        });
    }

    private void opensOnly(Login login, String identity) {
        if (opensByAnswer()) {
            isIn(login, identity);
        } else {
            assertThat(login.answer()).as(login.words()).isNotEqualTo(Answer.IN);
        }
    }

    private static void isIn(Login login, String identity) {
        assertThat(login.answer()).as(login.words()).isEqualTo(Answer.IN);
        assertThat(login.opened()).isEqualTo(identity);
    }

    private static void isWrong(Login login) {
        assertThat(login.answer()).as(login.words()).isEqualTo(Answer.WRONG);
    }

    private Gateway mark(String loginIdentity) {
        Map<String, Object> settings = new HashMap<>(settings());
        settings.put("loginIdentity", loginIdentity);
        return realm().gateway("gateway", settings);
    }

    /** What this class's gateway is started with. */
    final GatewayTerms ownTerms() {
        CertificateAuthority.Issued certificate = servers.authority().client(credential.clientId());
        return new GatewayTerms(
                servers.httpsUrl(),
                realm().name(),
                credential,
                servers.authority().certificate(),
                certificate.certificate(),
                certificate.key());
    }
}
