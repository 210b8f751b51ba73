package io.github.keycloakapppasswords.account;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.keycloakapppasswords.http.InvalidRequestException;
import io.github.keycloakapppasswords.http.JsonAnswers;
import io.github.keycloakapppasswords.http.RequestJson;
import io.github.keycloakapppasswords.watch.SignInNews;
import io.github.keycloakapppasswords.watch.Watch;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * {@code /realms/{realm}/app-passwords/first-sign-in}: what the page of a new app password asks while it is open.
 *
 * <p><b>Security.</b> See {@link Watch}: the ticket in the body counts only with the cookie of the browser that shows the page. A
 * foreign page is refused before that. Every failure has the same answer. A call queries no database and changes nothing, so that a flood
 * of calls costs no more than one of Keycloak's own pages. The answer names nothing but the protocol, the address and the time of
 * an attempt, and the kind of error in it.
 */
public final class FirstSignInResource {

    private static final String TICKET = "ticket";
    private static final List<String> FIELDS = List.of(TICKET);

    private final KeycloakSession session;
    private final Clock clock;

    /** For the realm of the session's context. */
    public FirstSignInResource(KeycloakSession session, Clock clock) {
        this.session = session;
        this.clock = clock;
    }

    /**
     * Answers whether the app password of the page was used, and if not, the last error.
     *
     * @param body JSON with the ticket. Bytes, since Keycloak fails before it calls a method if it cannot read the body
     */
    @POST
    public Response news(byte @Nullable [] body) {
        if (!new OwnOrigin(session).admits()) {
            throw JsonAnswers.problem(
                    Status.FORBIDDEN, "invalid_origin", null, "Only the page of a new app password may call this.");
        }
        Optional<Watch> watch = ticket(body).flatMap(this::watch);
        if (watch.isEmpty()) {
            throw JsonAnswers.problem(
                    Status.NOT_FOUND, "not_watched", null, "This page cannot ask for sign-ins any more.");
        }
        return JsonAnswers.ok(
                watch.get().news(session).map(this::json).orElseGet(JsonNodeFactory.instance::objectNode));
    }

    private Optional<Watch> watch(String ticket) {
        RealmModel realm = session.getContext().getRealm();
        return realm.isEnabled() ? Watch.of(session, realm, ticket, clock.instant()) : Optional.empty();
    }

    private static Optional<String> ticket(byte @Nullable [] body) {
        if (body == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(RequestJson.read(new String(body, StandardCharsets.UTF_8), FIELDS)
                    .text(TICKET));
        } catch (InvalidRequestException e) {
            return Optional.empty();
        }
    }

    private ObjectNode json(SignInNews news) {
        long secondsAgo = Duration.between(news.at(), clock.instant()).toSeconds();
        return JsonNodeFactory.instance
                .objectNode()
                .put("outcome", news.outcome().id())
                .put("protocol", news.protocol().id())
                .put("address", news.address())
                .put("at", news.at().toString())
                .put("secondsAgo", Math.max(0, secondsAgo));
    }
}
