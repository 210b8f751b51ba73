package io.github.keycloakapppasswords.reporting;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.keycloakapppasswords.admin.FineGrained;
import io.github.keycloakapppasswords.stage.AppPasswordOnPaper;
import io.github.keycloakapppasswords.stage.Http;
import io.github.keycloakapppasswords.stage.HttpAnswer;
import io.github.keycloakapppasswords.stage.KeycloakServer;
import io.github.keycloakapppasswords.stage.NewUser;
import io.github.keycloakapppasswords.stage.Person;
import io.github.keycloakapppasswords.stage.Realm;
import io.github.keycloakapppasswords.stage.SharedKeycloak;
import io.github.keycloakapppasswords.stage.Waiting;
import io.github.keycloakapppasswords.validation.Asking;
import io.github.keycloakapppasswords.validation.EventLog;
import io.github.keycloakapppasswords.validation.RealmAdmin;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whose devices still send the main password: in a list, and in a metric. */
@ExtendWith(SharedKeycloak.class)
class NotMovedIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int MANY = 300;
    private static final String LIST = "/app-passwords/not-moved";

    private final Realm realm;
    private final Person alice;
    private final Person bob;
    private final AppPasswordOnPaper phone;
    private final Asking dovecot;

    NotMovedIT(KeycloakServer keycloak) {
        realm = Realm.create(keycloak);
        alice = realm.user(NewUser.named("alice"));
        bob = realm.user(NewUser.named("bob"));
        phone = realm.appPassword(bob, "phone", "imap");
        dovecot = Asking.as(realm, realm.gateway("dovecot", "imap", "smtp"));
    }

    @AfterEach
    void removeRealm() {
        realm.close();
    }

    private JsonNode list(String query) {
        return realm.admin().get(realm.path(LIST + query));
    }

    private List<String> entries(String query) {
        List<String> entries = new ArrayList<>();
        list(query)
                .forEach(entry -> entries.add(entry.path("username").asText() + " "
                        + entry.path("protocol").asText()));
        return entries;
    }

    private void awaitEntries(int number) {
        Waiting.until(PATIENCE, number + " are listed", () -> list("").size() == number);
    }

    @Test
    void listsWhoSentAnythingElseByUserAndProtocol() {
        Instant before = Instant.now().minusSeconds(1);
        dovecot.ask("alice", alice.password(), "imap");
        dovecot.ask("Alice@example.org", alice.password(), "imap");
        dovecot.ask("alice", alice.password(), "smtp");
        dovecot.ask("nobody", "anything", "imap");
        dovecot.ask("bob", phone.secret(), "imap");
        awaitEntries(2);
        new EventLog(realm).settle(dovecot);

        assertThat(entries("")).containsExactlyInAnyOrder("alice imap", "alice smtp");
        JsonNode entry = list("?protocol=imap").path(0);
        assertThat(entry.path("userId").asText()).isEqualTo(alice.id());
        assertThat(entry.path("gateway").asText()).isEqualTo("dovecot");
        assertThat(Instant.parse(entry.path("lastSentAt").asText())).isBetween(before, Instant.now());
        assertThat(list("").toString()).doesNotContain(alice.password());
    }

    @Test
    void isAskedInPages() {
        dovecot.ask("alice", alice.password(), "imap");
        awaitEntries(1);
        dovecot.ask("bob", bob.password(), "smtp");
        awaitEntries(2);

        assertThat(entries("?max=1")).containsExactly("bob smtp");
        assertThat(entries("?first=1&max=1")).containsExactly("alice imap");
        assertThat(entries("?first=2")).isEmpty();
        assertThat(entries("?protocol=smtp&days=1")).containsExactly("bob smtp");
        assertThat(entries("?protocol=caldav")).isEmpty();
    }

    /** After a flag day all users send their main password, within minutes: 200,000 of them are listed in an hour. */
    @Test
    void listsManyUsersInAShortTime() {
        List<String> names = IntStream.range(0, MANY).mapToObj(i -> "many-" + i).toList();
        realm.admin()
                .post(
                        realm.path("/partialImport"),
                        Map.of(
                                "users",
                                names.stream()
                                        .map(name -> Map.of("username", name, "enabled", true))
                                        .toList()));

        names.forEach(name -> dovecot.ask(name, "a main password", "imap"));

        Waiting.until(PATIENCE, "all are listed", () -> list("?max=1000").size() == MANY);
    }

    @Test
    void listsAndTellsTheLastRefusalWhereNobodyWantsEvents() {
        try (Realm silent =
                Realm.create(realm.keycloak(), Map.of("eventsEnabled", false, "eventsListeners", List.of()))) {
            Person carol = silent.user(NewUser.named("carol"));
            AppPasswordOnPaper tablet = silent.appPassword(carol, "tablet", "imap");
            Asking gateway = Asking.as(silent, silent.gateway("dovecot", "imap", "smtp"));
            gateway.ask("carol", carol.password(), "imap");
            Waiting.until(
                    PATIENCE,
                    "carol is listed",
                    () -> silent.admin().get(silent.path(LIST)).size() == 1);
            assertThat(lastRefusal(silent, carol)).isEqualTo("not_an_app_password");

            gateway.ask("carol", tablet.secret(), "smtp");
            Waiting.until(PATIENCE, "the last refusal is noted", () -> lastRefusal(silent, carol)
                    .equals("protocol_not_allowed"));
            silent.admin().put(silent.path(""), Map.of("eventsEnabled", true));
            gateway.forClientAt("198.51.100.9").ask("carol", tablet.secret(), "smtp");

            JsonNode event = new EventLog(silent).await("LOGIN_ERROR", "protocol_not_allowed");
            assertThat(event.path("ipAddress").asText())
                    .as("the first event, since none was written before")
                    .isEqualTo("198.51.100.9");
        }
    }

    private static String lastRefusal(Realm ofRealm, Person person) {
        return ofRealm.admin()
                .get(ofRealm.path("/app-passwords/users/" + person.id()))
                .path("lastRefusal")
                .path("reason")
                .asText();
    }

    @Test
    void losesWhoIsDeleted() {
        dovecot.ask("alice", alice.password(), "imap");
        awaitEntries(1);

        realm.admin().delete(realm.path("/users/" + alice.id()));

        assertThat(list("")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "days=0,days is \"0\": it must be a whole number from 1 to 3650.",
        "days=x,days is \"x\": it must be a whole number from 1 to 3650.",
        "first=-1,first is \"-1\": it must be a whole number from 0 to 2147483647.",
        "max=1001,max is \"1001\": it must be a whole number from 1 to 1000.",
        "protocol=%25,protocol: A protocol is"
    })
    void saysWhatIsWrongWithTheQuestion(String query, String message) {
        HttpAnswer answer = realm.admin().exchange("GET", realm.path(LIST + "?" + query), null);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("error_description").asText()).contains(message);
    }

    @Test
    void isForThoseWhoMaySeeUsers() {
        assertThat(RealmAdmin.of(realm, "manager", "manage-realm")
                        .exchange("GET", LIST, null)
                        .status())
                .isEqualTo(403);
        assertThat(RealmAdmin.of(realm, "helpdesk", "view-users")
                        .exchange("GET", LIST, null)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void hidesWhomAHelpdeskMayNotSee() {
        try (Realm guarded = FineGrained.realm(realm.keycloak())) {
            Person seen = guarded.user(NewUser.named("seen"));
            Person hidden = guarded.user(NewUser.named("hidden"));
            Asking gateway = Asking.as(guarded, guarded.gateway("dovecot", "imap"));
            RealmAdmin helpdesk = RealmAdmin.of(guarded, "helpdesk", "query-users");
            FineGrained permissions = new FineGrained(guarded);
            permissions.grantOnAll("helpdesk", "view");
            permissions.deny("helpdesk", hidden, "view");
            gateway.ask("hidden", hidden.password(), "imap");
            gateway.ask("seen", seen.password(), "imap");
            Waiting.until(
                    PATIENCE,
                    "both are listed",
                    () -> guarded.admin().get(guarded.path(LIST)).size() == 2);

            HttpAnswer answer = helpdesk.exchange("GET", LIST, null);

            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            assertThat(answer.json().findValuesAsText("username")).containsExactly("seen");
        }
    }

    @Test
    void isCountedInTheMetric() {
        dovecot.ask("alice", alice.password(), "imap");
        dovecot.ask("alice", alice.password(), "imap");
        dovecot.ask("bob", phone.secret(), "imap");
        dovecot.ask("bob", phone.secret(), "made-up");

        List<String> series = new Http()
                .send(HttpRequest.newBuilder(URI.create(realm.keycloak().managementUrl() + "/metrics"))
                        .build())
                .body()
                .lines()
                .filter(line -> line.startsWith("app_passwords_validations_total{"))
                .filter(line -> line.contains("realm=\"" + realm.name() + "\""))
                .toList();

        assertThat(series)
                .containsExactlyInAnyOrder(
                        count("imap", "not_an_app_password", "invalid", 2),
                        count("imap", "accepted", "ok", 1),
                        count("none", "gateway_protocol", "unavailable", 1));
    }

    private String count(String protocol, String reason, String verdict, int times) {
        return "app_passwords_validations_total{protocol=\"" + protocol + "\",realm=\"" + realm.name() + "\",reason=\""
                + reason + "\",verdict=\"" + verdict + "\"} " + times + ".0";
    }
}
