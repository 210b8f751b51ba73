package io.github.keycloakapppasswords.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.github.keycloakapppasswords.stage.AppPasswordOnPaper;
import io.github.keycloakapppasswords.stage.Http;
import io.github.keycloakapppasswords.stage.HttpAnswer;
import io.github.keycloakapppasswords.stage.Person;
import io.github.keycloakapppasswords.stage.Realm;
import io.github.keycloakapppasswords.stage.Waiting;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.Assertions;

/** What the fixture does for these tests: counts work, and writes to the database behind Keycloak's caches. */
public record Fixture(Realm realm) {

    private static final Http HTTP = new Http();
    private static final double NANOS_PER_SECOND = 1e9;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /**
     * @param statements SQL statements so far
     * @param cacheWrites entries written to any of Keycloak's caches so far
     */
    public record Work(long statements, long cacheWrites) {}

    /** Runs one SQL statement and returns how many rows it changed. */
    public int sql(String statement) {
        return sql("sql", statement);
    }

    /** The same in a transaction of the extension, where what Keycloak does after the commit fails. */
    public int sqlBeforeAFailure(String statement) {
        return sql("sql-before-a-failure", statement);
    }

    private int sql(String path, String statement) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(realm.url() + "/app-passwords-fixture/" + path))
                .header("Content-Type", "text/plain")
                .POST(BodyPublishers.ofString(statement))
                .build();
        HttpAnswer answer = HTTP.send(request);
        Assertions.assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json().path("rows").asInt();
    }

    /** What the database has about one app password of this person; missing if it has no row. */
    public JsonNode history(Person person, String credentialId) {
        HttpAnswer answer = HTTP.send(
                HttpRequest.newBuilder(URI.create(realm.url() + "/app-passwords-fixture/history/" + person.id()))
                        .build());
        Assertions.assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        for (JsonNode row : answer.json()) {
            if (row.path("id").asText().equals(credentialId)) {
                return row;
            }
        }
        return MissingNode.getInstance();
    }

    /** Leaves a user with so many app passwords that have ended, the oldest in 1970. */
    public void tombstones(Person person, int number) {
        String realmId = realm.admin().get(realm.path("")).path("id").asText();
        String rows = IntStream.range(0, number)
                .mapToObj(i -> "('%s', '%s', '%s', 'old', '%s', '%s', 1, 'imap', false, %d, 'revoked')"
                        .formatted(
                                UUID.randomUUID(),
                                realmId,
                                person.id(),
                                "AAAAAAAAAAAAAAAAAAAAAA==",
                                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
                                i + 1))
                .collect(Collectors.joining(", "));
        sql("insert into APP_PASSWORD (ID, REALM_ID, USER_ID, LABEL, SALT, HASH, CREATED_AT, PROTOCOLS, DEVICE_ACCOUNT,"
                + " ENDED_AT, END_CAUSE) values " + rows);
        realm.admin().post(realm.path("/clear-user-cache"), Map.of());
    }

    /** Waits until the row of this app password is as wanted, and returns it. */
    public JsonNode awaitHistory(Person person, String credentialId, String what, Predicate<JsonNode> wanted) {
        Waiting.until(PATIENCE, what, () -> wanted.test(history(person, credentialId)));
        return history(person, credentialId);
    }

    /** Waits until no use waits to be written, that is just after a write. */
    public void awaitNoUseWaiting() {
        Waiting.until(PATIENCE, "no use waits to be written", () -> metric("app_passwords_uses_waiting") == 0);
    }

    /** Waits until a reading of the node has succeeded that began after this was called: it has evicted what changed before. */
    public void awaitChangesRead() {
        long begun = System.nanoTime();
        Waiting.until(PATIENCE, "the node has read what changed", () -> {
            double elapsed = (System.nanoTime() - begun) / NANOS_PER_SECOND;
            return metric("app_passwords_node_database_age_seconds") < elapsed;
        });
    }

    /**
     * Asks until Keycloak's caches alone answer a question about somebody without a second factor. Keycloak does not cache a
     * user who changed a moment ago, and the node evicts a user again when it has noted that there is no second factor.
     */
    public void warmUp(Person withoutFactor, Runnable question) {
        awaitChangesRead();
        question.run();
        Waiting.until(
                PATIENCE,
                "it is noted that there is no second factor",
                () -> sql("update APP_PASSWORD_OWNER set FACTOR_GONE_AT = FACTOR_GONE_AT where USER_ID = '"
                                + withoutFactor.id() + "' and FACTOR_GONE_AT is not null")
                        == 1);
        for (int i = 0; i < 5; i++) {
            question.run();
        }
    }

    /** The value of a metric without labels; 0 if there is none. */
    public double metric(String name) {
        HttpAnswer answer =
                HTTP.send(HttpRequest.newBuilder(URI.create(realm.keycloak().managementUrl() + "/metrics"))
                        .build());
        return answer.body()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElse(0);
    }

    /** Tries to issue an app password for IMAP, as one of so many at most, and says what came of it. */
    public HttpAnswer issue(Person person, String label, int maximum) {
        return postJson("issue", wish(person, label, maximum));
    }

    /** The same as if the owner made it in a browser. */
    public HttpAnswer issueAsOwner(Person person, String label) {
        Map<String, Object> wish = new HashMap<>(wish(person, label, 25));
        wish.put("byOwner", true);
        return postJson("issue", wish);
    }

    /** Issues app passwords for IMAP in a burst: faster than over HTTP one by one. */
    public void issueEach(Person person, List<String> labels) {
        HttpAnswer answer = postJson(
                "issue-each",
                labels.stream().map(label -> wish(person, label, labels.size())).toList());
        Assertions.assertThat(answer.status()).as(answer.body()).isEqualTo(204);
    }

    private static Map<String, Object> wish(Person person, String label, int maximum) {
        return Map.of(
                "userId", person.id(),
                "label", label,
                "protocols", List.of(Asking.IMAP),
                "networks", List.of(),
                "maximum", maximum);
    }

    /** Revokes an app password, and says how many changes a reader of the feed gets whose transaction began before. */
    public int changesInAnOlderTransaction(String after, Person person, AppPasswordOnPaper password) {
        HttpAnswer answer = postJson(
                "feed-in-an-older-transaction",
                Map.of("after", after, "userId", person.id(), "credentialId", password.id()));
        Assertions.assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json().path("changes").asInt();
    }

    private HttpAnswer postJson(String path, Object body) {
        URI address = URI.create(realm.url() + "/app-passwords-fixture/" + path);
        return HTTP.send(Http.withJson(HttpRequest.newBuilder(address), "POST", body));
    }

    /** Clears up now what a job of the server clears up in its time. */
    public void sweep() {
        post("sweep");
    }

    /** Does now what changes have left to the server's job. */
    public void doPendingWork() {
        post("pending-work");
    }

    /** Runs SQL statements in a transaction that stays open until {@link #release()}. */
    public void hold(String... statements) {
        HttpAnswer answer = postJson("hold", statements);
        Assertions.assertThat(answer.status()).as(answer.body()).isEqualTo(204);
    }

    /** Commits the transaction that is held, if there is one. */
    public void release() {
        HttpAnswer answer = HTTP.send(HttpRequest.newBuilder(URI.create(realm.url() + "/app-passwords-fixture/hold"))
                .DELETE()
                .build());
        Assertions.assertThat(answer.status()).as(answer.body()).isEqualTo(204);
    }

    /** Whether a transaction of the database waits for another one. */
    public boolean isAnyoneWaiting() {
        HttpAnswer answer = HTTP.send(HttpRequest.newBuilder(URI.create(realm.url() + "/app-passwords-fixture/hold"))
                .build());
        Assertions.assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json().path("waiting").asLong() > 0;
    }

    /** Has the jobs of the life cycle run now, and does not wait for them. */
    public void startJobs() {
        post("jobs");
    }

    /** Has the steps of Keycloak's workflows run that are due. */
    public void runWorkflows() {
        post("workflows");
    }

    private void post(String path) {
        HttpAnswer answer = HTTP.send(HttpRequest.newBuilder(URI.create(realm.url() + "/app-passwords-fixture/" + path))
                .POST(BodyPublishers.noBody())
                .build());
        Assertions.assertThat(answer.status()).as(answer.body()).isEqualTo(204);
    }

    /** Claims as a token that the realm signs for itself to read. */
    public String sign(Object claims) {
        HttpAnswer answer = postJson("sign", claims);
        Assertions.assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    /** What the server has done since it was first asked. */
    public Work work() {
        HttpAnswer answer = HTTP.send(HttpRequest.newBuilder(URI.create(realm.url() + "/app-passwords-fixture/work"))
                .build());
        Assertions.assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return new Work(
                answer.json().path("statements").asLong(),
                answer.json().path("cacheWrites").asLong());
    }
}
