package io.github.keycloakapppasswords.validation;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.keycloakapppasswords.stage.Realm;
import io.github.keycloakapppasswords.stage.Waiting;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** A realm's stored events about app passwords. They are written behind the answers, so that tests wait for them. */
public record EventLog(Realm realm, @Nullable String address) {

    private static final AtomicInteger NEXT = new AtomicInteger();
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    public EventLog(Realm realm) {
        this(realm, null);
    }

    /** Only what happened to clients at this address. */
    public EventLog ofClientsAt(String clientAddress) {
        return new EventLog(realm, clientAddress);
    }

    /** Waits for an event of this type and reason, and returns it. */
    public JsonNode await(String type, String reason) {
        Waiting.until(PATIENCE, "there is an event " + type + " with reason " + reason, () -> !of(type, reason)
                .isEmpty());
        return of(type, reason).get(0);
    }

    /** Waits for an acceptance, and returns it. */
    public JsonNode awaitLogin() {
        Waiting.until(PATIENCE, "there is an event LOGIN", () -> !logins().isEmpty());
        return logins().get(0);
    }

    /**
     * Waits until all that was reported before is written: events are written in their order, those of main passwords after their
     * users were noted.
     */
    public void settle(Asking gateway) {
        Fixture server = new Fixture(realm);
        Waiting.until(
                PATIENCE,
                "the senders of main passwords so far are noted",
                () -> server.metric("app_passwords_not_moved_waiting") == 0);
        String protocol = "settle-" + NEXT.incrementAndGet();
        gateway.ask("nobody", "nothing", protocol);
        Waiting.until(
                PATIENCE, "the events so far are written", () -> of("CLIENT_LOGIN_ERROR", "gateway_protocol").stream()
                        .anyMatch(event ->
                                event.path("details").path("protocol").asText().equals(protocol)));
    }

    /** The acceptances so far. */
    public List<JsonNode> logins() {
        return ours("LOGIN");
    }

    /** The events of this type and reason so far. */
    public List<JsonNode> of(String type, String reason) {
        return ours(type).stream()
                .filter(event -> event.path("details").path("reason").asText().equals(reason))
                .toList();
    }

    private List<JsonNode> ours(String type) {
        return StreamSupport.stream(realm.events(type).spliterator(), false)
                .filter(event ->
                        event.path("details").path("auth_method").asText().equals("app-password"))
                .filter(event ->
                        address == null || event.path("ipAddress").asText().equals(address))
                .toList();
    }
}
