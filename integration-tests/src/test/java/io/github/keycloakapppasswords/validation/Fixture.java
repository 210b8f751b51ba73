package io.github.keycloakapppasswords.validation;

import io.github.keycloakapppasswords.stage.Http;
import io.github.keycloakapppasswords.stage.HttpAnswer;
import io.github.keycloakapppasswords.stage.Realm;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import org.assertj.core.api.Assertions;

/** What the fixture does for these tests: counts work, and writes to the database behind Keycloak's caches. */
record Fixture(Realm realm) {

    private static final Http HTTP = new Http();

    /**
     * @param statements SQL statements so far
     * @param cacheWrites entries written to any of Keycloak's caches so far
     */
    record Work(long statements, long cacheWrites) {}

    /** Runs one SQL statement and returns how many rows it changed. */
    int sql(String statement) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(realm.url() + "/app-passwords-fixture/sql"))
                .header("Content-Type", "text/plain")
                .POST(BodyPublishers.ofString(statement))
                .build();
        HttpAnswer answer = HTTP.send(request);
        Assertions.assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json().path("rows").asInt();
    }

    /** What the server has done since it was first asked. */
    Work work() {
        HttpAnswer answer = HTTP.send(HttpRequest.newBuilder(URI.create(realm.url() + "/app-passwords-fixture/work"))
                .build());
        Assertions.assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return new Work(
                answer.json().path("statements").asLong(),
                answer.json().path("cacheWrites").asLong());
    }
}
