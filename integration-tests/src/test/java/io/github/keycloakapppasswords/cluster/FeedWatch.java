package io.github.keycloakapppasswords.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.keycloakapppasswords.stage.Gateway;
import io.github.keycloakapppasswords.stage.Http;
import io.github.keycloakapppasswords.stage.HttpAnswer;
import io.github.keycloakapppasswords.stage.StageException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/** A gateway that follows the feed of changes through the balancer, and is to hear of each revocation. Safe for threads. */
final class FeedWatch implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(500);
    private static final int OK = 200;

    private final Http http;
    private final URI changes;
    private final String authorization;
    private final Supplier<Tally> tally;
    private final Map<String, Instant> expected = new ConcurrentHashMap<>();
    private final Set<String> heard = ConcurrentHashMap.newKeySet();
    private final Thread thread = new Thread(this::run, "feed");
    private String cursor = "";
    private final AtomicInteger resets = new AtomicInteger();
    private volatile boolean closed;

    /** @param changes the address of the feed at the balancer */
    FeedWatch(SSLContext trust, URI changes, Gateway gateway, Supplier<Tally> tally) {
        this.http = new Http(trust);
        this.changes = changes;
        this.authorization = Http.basic(gateway.clientId(), gateway.secret());
        this.tally = tally;
        thread.setDaemon(true);
        thread.start();
    }

    /** The app password of this user was revoked now; each user has one. */
    void expect(String username) {
        if (!heard.contains(username)) {
            expected.put(username, Instant.now());
            if (heard.contains(username)) {
                expected.remove(username);
            }
        }
    }

    /** Users whose revocation the feed has not had yet. */
    Set<String> missing() {
        return Set.copyOf(expected.keySet());
    }

    /** How often the feed told to forget everything, after the first time. */
    int resets() {
        return resets.get();
    }

    private void run() {
        while (!closed) {
            try {
                read();
                Pause.of(POLL);
            } catch (StageException noAnswer) {
                if (Pause.isInterrupted(noAnswer)) {
                    return;
                }
            }
        }
    }

    private void read() {
        String after = cursor.isEmpty() ? "" : "?after=" + Http.encode(cursor);
        HttpAnswer answer = http.send(HttpRequest.newBuilder(URI.create(changes + after))
                .header("Authorization", authorization)
                .build());
        if (answer.status() != OK) {
            return;
        }
        JsonNode json = answer.json();
        if (json.path("reset").asBoolean() && !cursor.isEmpty()) {
            resets.incrementAndGet();
            expected.clear();
        }
        cursor = json.path("cursor").asText();
        for (JsonNode change : json.path("changes")) {
            if (change.path("type").asText().equals("revoked")) {
                hear(change.path("username").asText());
            }
        }
    }

    private void hear(String username) {
        heard.add(username);
        Instant since = expected.remove(username);
        if (since != null) {
            tally.get().fed(Duration.between(since, Instant.now()));
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
