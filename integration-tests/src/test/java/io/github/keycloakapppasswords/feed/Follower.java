package io.github.keycloakapppasswords.feed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.keycloakapppasswords.stage.Gateway;
import io.github.keycloakapppasswords.stage.Http;
import io.github.keycloakapppasswords.stage.HttpAnswer;
import io.github.keycloakapppasswords.stage.Realm;
import io.github.keycloakapppasswords.stage.Waiting;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A gateway that reads the feed; knows where it is. */
public final class Follower {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Http HTTP = new Http();

    private final String url;
    private final String authorization;
    private final List<JsonNode> read = new ArrayList<>();
    private String cursor;

    /** Begins now: what was before is not read. */
    public Follower(Realm realm, Gateway gateway) {
        this.url = realm.url() + "/app-passwords/changes";
        this.authorization = Http.basic(gateway.clientId(), gateway.secret());
        JsonNode first = poll(null).json();
        assertThat(first.path("reset").asBoolean()).isTrue();
        this.cursor = first.path("cursor").asText();
    }

    private Follower(String url, Gateway gateway, String cursor) {
        this.url = url;
        this.authorization = Http.basic(gateway.clientId(), gateway.secret());
        this.cursor = cursor;
    }

    /** One that goes on from where it was, without a first question. */
    public static Follower goingOn(Realm realm, Gateway gateway, String cursor) {
        return new Follower(realm.url() + "/app-passwords/changes", gateway, cursor);
    }

    /** Another caller at the same place. */
    Follower as(Gateway other) {
        return new Follower(url, other, cursor);
    }

    /** One answer, without going on. */
    public HttpAnswer poll(@Nullable String after) {
        String query = after == null ? "" : "?after=" + Http.encode(after);
        return HTTP.send(HttpRequest.newBuilder(URI.create(url + query))
                .header("Authorization", authorization)
                .build());
    }

    /** Where it is. */
    public String cursor() {
        return cursor;
    }

    /** Reads what is new, and goes on. */
    List<JsonNode> next() {
        HttpAnswer answer = poll(cursor);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.json().path("reset").asBoolean()).isFalse();
        cursor = answer.json().path("cursor").asText();
        List<JsonNode> changes = new ArrayList<>();
        answer.json().path("changes").forEach(changes::add);
        read.addAll(changes);
        return changes;
    }

    /** Reads until there is a change of this type about this user. */
    public JsonNode await(String type, String username) {
        return await(
                type + " " + username,
                change -> type.equals(change.path("type").asText())
                        && username.equals(change.path("username").asText()));
    }

    JsonNode await(String what, Predicate<JsonNode> wanted) {
        Waiting.until(PATIENCE, what + " is told", () -> {
            next();
            return read.stream().anyMatch(wanted);
        });
        return read.stream().filter(wanted).findFirst().orElseThrow();
    }

    /** All that was read so far. */
    List<JsonNode> read() {
        return List.copyOf(read);
    }
}
