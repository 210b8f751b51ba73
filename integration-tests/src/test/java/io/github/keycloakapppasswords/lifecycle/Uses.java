package io.github.keycloakapppasswords.lifecycle;

import static io.github.keycloakapppasswords.validation.Asking.IMAP;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.keycloakapppasswords.feed.Follower;
import io.github.keycloakapppasswords.stage.AppPasswordOnPaper;
import io.github.keycloakapppasswords.stage.Gateway;
import io.github.keycloakapppasswords.stage.Http;
import io.github.keycloakapppasswords.stage.HttpAnswer;
import io.github.keycloakapppasswords.stage.KeycloakServer;
import io.github.keycloakapppasswords.stage.NewUser;
import io.github.keycloakapppasswords.stage.Person;
import io.github.keycloakapppasswords.stage.Realm;
import io.github.keycloakapppasswords.stage.Waiting;
import io.github.keycloakapppasswords.validation.Asking;
import io.github.keycloakapppasswords.validation.EventLog;
import io.github.keycloakapppasswords.validation.Fixture;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** Where, when and by what app passwords were last used, as the database has it; on a server that writes every 3 s. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class Uses {

    static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final long INTERVAL_SECONDS = 3;
    private static final String ADDRESS = "192.0.2.7";

    final Realm realm;
    final Asking dovecot;
    final Fixture fixture;
    private final Gateway gateway;

    // Of each test its own.
    private int number;
    String name = "";
    Person alice = new Person("", "", "", Optional.empty());
    AppPasswordOnPaper phone = new AppPasswordOnPaper("", "");

    Uses(KeycloakServer keycloak) {
        realm = Realm.create(keycloak);
        realm.setUp();
        gateway = realm.gateway(
                "dovecot",
                Map.of(
                        "protocols", List.of(IMAP, "smtp"),
                        "loginIdentity", "username",
                        "backends", Map.of(IMAP, "192.0.2.1:143")));
        dovecot = Asking.as(realm, gateway);
        fixture = new Fixture(realm);
    }

    @BeforeEach
    void makeAlice() {
        name = "alice-" + ++number;
        alice = realm.user(NewUser.named(name));
        phone = realm.appPassword(alice, "phone", IMAP, "smtp");
    }

    /** What is committed outlives a kill of Keycloak from here on; a server of its own needs nothing for it. */
    void makeDurable() {}

    @AfterAll
    void removeRealm() {
        realm.close();
    }

    JsonNode awaitUse(String protocol) {
        return fixture.awaitHistory(
                alice, phone.id(), "the use at " + protocol + " is written", row -> row.path("usedProtocol")
                        .asText()
                        .equals(protocol));
    }

    void use(String protocol) {
        assertThat(dovecot.ask(name, phone.secret(), protocol).status()).isEqualTo(200);
    }

    void useUntilCached() {
        fixture.warmUp(alice, () -> use(IMAP));
    }

    private HttpRequest.Builder request(String dialect) {
        return HttpRequest.newBuilder(URI.create(realm.url() + "/app-passwords/" + dialect))
                .header("X-Gateway-Authorization", Http.basic(gateway.clientId(), gateway.secret()));
    }

    private void assertUsed(JsonNode row) {
        assertThat(row.path("usedAddress").asText()).isEqualTo(ADDRESS);
        assertThat(row.path("usedGateway").asText()).isEqualTo("dovecot");
    }

    @Test
    void areWrittenForTheDialectValidate() {
        use(IMAP);
        assertUsed(awaitUse(IMAP));
        use("smtp");
        assertUsed(awaitUse("smtp"));
    }

    @Test
    void areWrittenForTheDialectBasic() {
        HttpAnswer answer = new Http()
                .send(request("basic")
                        .header("Authorization", Http.basic(name, phone.secret()))
                        .header("X-App-Protocol", IMAP)
                        .header("X-App-Client-IP", ADDRESS)
                        .POST(BodyPublishers.noBody())
                        .build());
        assertThat(answer.status()).isEqualTo(204);
        assertUsed(awaitUse(IMAP));
    }

    @Test
    void areWrittenForTheDialectNginxMail() {
        HttpAnswer answer = new Http()
                .send(request("nginx-mail")
                        .header("Auth-Method", "plain")
                        .header("Auth-User", name)
                        .header("Auth-Pass", phone.secret())
                        .header("Auth-Protocol", IMAP)
                        .header("Auth-Login-Attempt", "1")
                        .header("Client-IP", ADDRESS)
                        .build());
        assertThat(answer.header("Auth-Status")).contains("OK");
        assertUsed(awaitUse(IMAP));
    }

    @Test
    void areNotRefusals() {
        assertThat(dovecot.ask(name, phone.secret(), "caldav").status()).isEqualTo(503);
        AppPasswordOnPaper other = realm.appPassword(alice, "mail", "smtp");
        assertThat(dovecot.ask(name, other.secret(), IMAP).status()).isEqualTo(401);
        use(IMAP);
        awaitUse(IMAP);

        assertThat(fixture.history(alice, other.id()).has("usedAt")).isFalse();
    }

    @Test
    void writeAtMostOneRowInAnIntervalHoweverMany() {
        fixture.awaitNoUseWaiting();
        double before = fixture.metric("app_passwords_uses_written_total");
        long started = System.nanoTime();
        for (int i = 0; i < 1_000; i++) {
            use(IMAP);
        }
        fixture.awaitNoUseWaiting();
        awaitUse(IMAP);
        Waiting.until(PATIENCE, "it is counted", () -> fixture.metric("app_passwords_uses_written_total") > before);
        double written = fixture.metric("app_passwords_uses_written_total") - before;
        long seconds = (System.nanoTime() - started) / 1_000_000_000L;

        assertThat(written).isBetween(1.0, seconds / (double) INTERVAL_SECONDS + 1);
        assertThat(fixture.metric("app_passwords_uses_dropped_total")).isZero();
    }

    @Test
    void neverGoBackInTimeThoughAClockIsSetBack() {
        use(IMAP);
        awaitUse(IMAP);
        assertThat(fixture.sql("update APP_PASSWORD set USED_AT = USED_AT + 3600000 where ID = '" + phone.id() + "'"))
                .isEqualTo(1);
        long ahead = fixture.history(alice, phone.id()).path("usedAt").asLong();

        use("smtp");
        JsonNode other = useAnother();

        assertThat(other.has("usedAt")).isTrue();
        assertThat(fixture.history(alice, phone.id()).path("usedAt").asLong()).isEqualTo(ahead);
        assertThat(fixture.history(alice, phone.id()).path("usedProtocol").asText())
                .isEqualTo(IMAP);
    }

    /** Uses another app password and waits until that is written: whatever was used before is written, too. */
    private JsonNode useAnother() {
        AppPasswordOnPaper another = realm.appPassword(alice, "another", IMAP);
        assertThat(dovecot.status(name, another.secret())).isEqualTo(200);
        return fixture.awaitHistory(alice, another.id(), "the next use is written", row -> row.has("usedAt"));
    }

    @Test
    void neverTouchARowThatHasEnded() {
        useUntilCached();
        awaitUse(IMAP);
        // The wait was long enough for the node to evict the user.
        useUntilCached();
        // behind the cache, which still accepts it
        fixture.sql("update APP_PASSWORD set ENDED_AT = 1, END_CAUSE = 'revoked' where ID = '" + phone.id() + "'");
        use("smtp");
        useAnother();

        assertThat(fixture.history(alice, phone.id()).path("usedProtocol").asText())
                .isEqualTo(IMAP);
    }

    @Test
    void keepNoAddressWhereThePolicySaysNever() {
        realm.policy(Map.of("address-retention-days", "0"));
        try {
            use(IMAP);
            assertThat(awaitUse(IMAP).hasNonNull("usedAddress")).isFalse();
        } finally {
            realm.policy(Map.of());
        }
    }

    @Test
    void keepNoAddressThatIsNone() {
        assertThat(dovecot.ask(name, phone.secret(), IMAP, "<script>").status()).isEqualTo(200);
        assertThat(awaitUse(IMAP).hasNonNull("usedAddress")).isFalse();
    }

    @Test
    void areWrittenBeforeTheServerHasStopped() {
        useUntilCached();
        awaitUse(IMAP);
        use("smtp");
        realm.keycloak().stop();
        realm.keycloak().start();

        assertThat(fixture.history(alice, phone.id()).path("usedProtocol").asText())
                .isEqualTo("smtp");
    }

    @Test
    void loseOneIntervalAndNothingElseWhenTheServerIsKilled() {
        use(IMAP);
        long first = awaitUse(IMAP).path("usedAt").asLong();
        AppPasswordOnPaper tablet = realm.appPassword(alice, "tablet", IMAP);
        Person bob = realm.user(NewUser.named("bob-of-" + name));
        AppPasswordOnPaper bobs = realm.appPassword(bob, "phone", IMAP);
        Follower follower = new Follower(realm, gateway);
        realm.revoke(alice, tablet.id());
        Waiting.until(PATIENCE, "uses are written while the phone goes on", () -> {
            use(IMAP);
            return fixture.history(alice, phone.id()).path("usedAt").asLong() > first;
        });
        makeDurable();
        long last = System.currentTimeMillis();
        use(IMAP);
        realm.keycloak().kill();
        realm.keycloak().start();

        long lost = last - fixture.history(alice, phone.id()).path("usedAt").asLong();
        assertThat(Duration.ofMillis(lost)).isLessThan(Duration.ofSeconds(INTERVAL_SECONDS + 2));
        assertThat(dovecot.status(name, phone.secret())).isEqualTo(200);
        assertThat(dovecot.status(name, tablet.secret())).isEqualTo(401);
        assertThat(new EventLog(realm)
                        .await("LOGIN_ERROR", "revoked")
                        .path("details")
                        .path("credential_id")
                        .asText())
                .isEqualTo(tablet.id());
        realm.revoke(bob, bobs.id());
        follower.await("revoked", bob.username());
        follower.await("revoked", name);
    }

    @Test
    void goWithTheUser() {
        use(IMAP);
        awaitUse(IMAP);
        realm.admin().delete(realm.path("/users/" + alice.id()));

        assertThat(fixture.sql("update APP_PASSWORD set LABEL = LABEL where USER_ID = '" + alice.id() + "'"))
                .isZero();
    }
}
