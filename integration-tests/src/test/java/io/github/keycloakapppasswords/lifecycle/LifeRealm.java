package io.github.keycloakapppasswords.lifecycle;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.keycloakapppasswords.feed.Follower;
import io.github.keycloakapppasswords.stage.AppPasswordOnPaper;
import io.github.keycloakapppasswords.stage.Gateway;
import io.github.keycloakapppasswords.stage.Http;
import io.github.keycloakapppasswords.stage.HttpAnswer;
import io.github.keycloakapppasswords.stage.KeycloakServer;
import io.github.keycloakapppasswords.stage.Person;
import io.github.keycloakapppasswords.stage.Realm;
import io.github.keycloakapppasswords.stage.Waiting;
import io.github.keycloakapppasswords.validation.Asking;
import io.github.keycloakapppasswords.validation.EventLog;
import io.github.keycloakapppasswords.validation.Fixture;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.StreamSupport;
import org.assertj.core.api.Assertions;

/** A realm with a gateway, whose app passwords can be made older than they are. */
final class LifeRealm implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Realm realm;
    private final Fixture fixture;
    private final Gateway gateway;
    private final Asking dovecot;

    LifeRealm(KeycloakServer keycloak, Map<String, Object> settings) {
        this(Realm.create(keycloak, settings));
    }

    private LifeRealm(Realm realm) {
        this.realm = realm;
        realm.setUp();
        fixture = new Fixture(realm);
        gateway = realm.gateway("dovecot", Asking.IMAP);
        dovecot = Asking.as(realm, gateway);
    }

    /** The same realm, as another node of the cluster has it. */
    LifeRealm at(KeycloakServer node) {
        return new LifeRealm(Realm.existing(node, realm.name()));
    }

    Realm realm() {
        return realm;
    }

    AppPasswordOnPaper appPassword(Person person, String label) {
        return realm.appPassword(person, label, Asking.IMAP);
    }

    AppPasswordOnPaper deviceAccount(Person person, String label) {
        HttpAnswer answer = new Http()
                .send(Http.withJson(
                        HttpRequest.newBuilder(URI.create(realm.url() + "/app-passwords-fixture/issue")),
                        "POST",
                        Map.of(
                                "userId",
                                person.id(),
                                "label",
                                label,
                                "protocols",
                                List.of(Asking.IMAP),
                                "networks",
                                List.of(),
                                "maximum",
                                1000,
                                "deviceAccount",
                                true)));
        Assertions.assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return new AppPasswordOnPaper(
                answer.json().path("id").asText(), answer.json().path("secret").asText());
    }

    /** What a gateway hears. */
    int status(Person person, AppPasswordOnPaper password) {
        return dovecot.status(person.username(), password.secret());
    }

    /** What a gateway hears that asks for a client at this address. */
    int statusFrom(String address, Person person, AppPasswordOnPaper password) {
        return dovecot.forClientAt(address).status(person.username(), password.secret());
    }

    /** The gateway as one that reads the feed of changes from now on. */
    Follower follower() {
        return new Follower(realm, gateway);
    }

    /** The gateway as one that goes on to read the feed here. */
    Follower follower(String cursor) {
        return Follower.goingOn(realm, gateway, cursor);
    }

    Fixture fixture() {
        return fixture;
    }

    /** Waits until this user's refusal for this reason is told. */
    void awaitRefusal(Person person, String reason) {
        EventLog events = new EventLog(realm);
        Waiting.until(
                Duration.ofSeconds(20),
                "the refusal is told: " + reason,
                () -> events.of("LOGIN_ERROR", reason).stream().anyMatch(event -> person.id()
                        .equals(event.path("userId").asText())));
    }

    /** Sets a time of an app password's row, and the day if it is that of the last use. */
    void age(AppPasswordOnPaper password, String column, Instant at) {
        String day = column.equals("USED_AT")
                ? ", USED_DAY = " + LocalDate.ofInstant(at, ZoneOffset.UTC).toEpochDay()
                : "";
        Assertions.assertThat(fixture.sql("update APP_PASSWORD set " + column + " = " + at.toEpochMilli() + day
                        + " where ID = '" + password.id() + "'"))
                .isEqualTo(1);
    }

    /** Runs one SQL statement and returns how many rows it changed. */
    int sql(String statement) {
        return fixture.sql(statement);
    }

    /** Has the jobs run until this is so; one that is still at work from before is not started anew. */
    void runJobsUntil(String what, BooleanSupplier condition) {
        Waiting.until(PATIENCE, what, () -> {
            fixture.startJobs();
            return condition.getAsBoolean();
        });
    }

    /** Has the jobs run until they have ended this one. */
    void awaitEnd(Person person, AppPasswordOnPaper password) {
        runJobsUntil("the job has ended " + password.id(), () -> !has(person, password));
    }

    boolean has(Person person, AppPasswordOnPaper password) {
        return realm.credentials(person).findValuesAsText("id").contains(password.id());
    }

    /** The id of the user's authenticator app. */
    String otpId(Person person) {
        return credentialId(person, "otp");
    }

    /** The id of the user's first credential of this type. */
    String credentialId(Person person, String type) {
        return StreamSupport.stream(realm.credentials(person).spliterator(), false)
                .filter(credential -> credential.path("type").asText().equals(type))
                .map(credential -> credential.path("id").asText())
                .findFirst()
                .orElseThrow();
    }

    /** The event that tells of the end of an app password; the transaction that ended it wrote it. */
    Optional<JsonNode> endEvent(AppPasswordOnPaper password) {
        return endEvents(password).stream().findFirst();
    }

    /** All events that tell of its end: there is to be one. */
    List<JsonNode> endEvents(AppPasswordOnPaper password) {
        return StreamSupport.stream(realm.events("REMOVE_CREDENTIAL").spliterator(), false)
                .filter(event ->
                        event.path("details").path("credential_id").asText().equals(password.id()))
                .toList();
    }

    /** The reason of that event. */
    String endReason(AppPasswordOnPaper password) {
        return endEvent(password)
                .map(event -> event.path("details").path("reason").asText())
                .orElse("no event");
    }

    @Override
    public void close() {
        realm.close();
    }
}
