package io.github.keycloakapppasswords.gateways;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.gateways.Login.Answer;
import io.github.keycloakapppasswords.gateways.Residents.Resident;
import io.github.keycloakapppasswords.stage.Gateway;
import io.github.keycloakapppasswords.stage.KeycloakOnDatabase;
import io.github.keycloakapppasswords.stage.KeycloakOnMariaDb;
import io.github.keycloakapppasswords.stage.NewUser;
import io.github.keycloakapppasswords.stage.Person;
import io.github.keycloakapppasswords.stage.Realm;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A gateway's daemon and a realm of its own with people in it, for the tests of {@link GatewayContract}: what a subclass
 * says of its gateway, and what it may use.
 */
@ExtendWith(KeycloakOnMariaDb.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class GatewayUnderTest {
    /** The line that makes bin/verify write a dash: read there from the report of a test. */
    private static final String NOT_TOLD_APART = "gateway: a temporary failure looks like a wrong password";

    private KeycloakOnDatabase.Pair servers;
    private Outage outage;
    private Residents residents;
    private Gateway credential;
    private GatewayTerms terms;
    private StockGateway gateway;
    private Resident anna;
    private Resident bob;

    /** The protocol that the gateway asks for, as Keycloak names it. */
    abstract String protocol();

    /** Starts the daemon. {@link #realm()} is there already, and has the gateway marked. */
    abstract StockGateway start(GatewayTerms terms);

    /** What the gateway is marked with in Keycloak, but for the login identity. */
    Map<String, Object> settings() {
        return Map.of("protocols", List.of(protocol()));
    }

    /** False only where the recipe's page says that an outage looks like a wrong password, in each version of the daemon. */
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

    /**
     * Many times as many as are under way at once; fewer only where the daemon takes one login after another, and its page says
     * so, or where each login is some processes, which would wait for a processor and not for Keycloak.
     */
    int staleLogins() {
        return 400;
    }

    /** A hundred; fewer only where a login takes a second by itself. */
    int loginsInARow() {
        return 100;
    }

    /** How many of the stale logins are under way at once. */
    int floodWidth() {
        return 20;
    }

    /** What else is to be seen while Keycloak is stopped, of somebody who has logged in before. */
    void whileStopped(Resident known) {}

    final Outage outage() {
        return outage;
    }

    final Realm realm() {
        return residents.realm();
    }

    final Residents residents() {
        return residents;
    }

    final KeycloakOnDatabase.Pair servers() {
        return servers;
    }

    final Gateway credential() {
        return credential;
    }

    /** What this class's gateway is started with. */
    final GatewayTerms terms() {
        return terms;
    }

    final StockGateway gateway() {
        return gateway;
    }

    /** Somebody who has a main password too. */
    final Resident anna() {
        return anna;
    }

    final Resident bob() {
        return bob;
    }

    /** Somebody new, with an app password and something of hers to see. */
    final Resident resident(String name) {
        gateway.deliver(name);
        return residents.make(name);
    }

    @BeforeAll
    final void open(KeycloakOnDatabase.Pair pair) {
        servers = pair;
        outage = new Outage(pair);
        residents = new Residents(pair.keycloak(), protocol());
        credential = mark("username");
        terms = GatewayTerms.of(servers, realm(), credential, credential.clientId());
        gateway = start(terms);
        Person withMainPassword = realm().user(NewUser.named("anna"));
        gateway.deliver("anna");
        anna = residents.with(withMainPassword);
        bob = resident("bob");
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

    final Login login(String username, String password) {
        return gateway.login(username, password);
    }

    static List<Login> together(List<Callable<Login>> logins) {
        return Together.all(logins.size(), logins);
    }

    final void opensOnly(Login login, String identity) {
        if (opensByAnswer()) {
            isIn(login, identity);
        } else {
            assertThat(login.answer()).as(login.words()).isNotEqualTo(Answer.IN);
        }
    }

    static void isIn(Login login, String identity) {
        assertThat(login.answer()).as(login.words()).isEqualTo(Answer.IN);
        assertThat(login.opened()).isEqualTo(identity);
    }

    static void isWrong(Login login) {
        assertThat(login.answer()).as(login.words()).isEqualTo(Answer.WRONG);
    }

    final void isLater(Login login) {
        if (tellsTemporaryFailure()) {
            assertThat(login.answer()).as(login.words()).isEqualTo(Answer.LATER);
        } else {
            System.out.println(NOT_TOLD_APART);
            assertThat(login.answer()).as(login.words()).isEqualTo(Answer.WRONG);
        }
    }

    final Gateway mark(String loginIdentity) {
        Map<String, Object> settings = new HashMap<>(settings());
        settings.put("loginIdentity", loginIdentity);
        return realm().gateway("gateway", settings);
    }
}
