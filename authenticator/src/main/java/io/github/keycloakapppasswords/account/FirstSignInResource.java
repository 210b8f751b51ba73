package io.github.keycloakapppasswords.account;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.keycloakapppasswords.http.FormEncoding;
import io.github.keycloakapppasswords.http.InvalidRequestException;
import io.github.keycloakapppasswords.http.JsonAnswers;
import io.github.keycloakapppasswords.http.StrictJson;
import io.github.keycloakapppasswords.lifecycle.DatabaseClock;
import io.github.keycloakapppasswords.watch.FirstSignInPage;
import io.github.keycloakapppasswords.watch.SignInNews;
import io.github.keycloakapppasswords.watch.Watch;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.ErrorResponseException;

/**
 * {@code /realms/{realm}/app-passwords/first-sign-in}: what the page of a new app password asks while it is open.
 *
 * <p><b>Security.</b> See {@link Watch}: the ticket in the body counts only with the cookie of the browser that shows the page. A
 * foreign page is refused before that. Every ticket that does not count has the same answer. A call queries no database and changes
 * nothing, so that a flood of calls costs no more than one of Keycloak's own pages. The answer names nothing but the protocol, the
 * address and the time of an attempt, and the kind of error in it.
 */
public final class FirstSignInResource {

    private static final String TICKET = "ticket";

    /** Of a body; a ticket has 27 characters. */
    private static final int LONGEST_BYTES = 8 * 1024;

    private final KeycloakSession session;
    private final DatabaseClock clock;

    /** The JSON of a request. */
    record Request(String ticket) {

        Request {
            StrictJson.require(TICKET, ticket);
            if (!Watch.isTicket(ticket)) {
                throw new InvalidRequestException(
                        TICKET, "ticket must be the ticket of the page of a new app password: " + Watch.TICKET_RULE);
            }
        }
    }

    /** For the realm of the session's context. */
    public FirstSignInResource(KeycloakSession session, DatabaseClock clock) {
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
        requireShort(body);
        Request request = JsonAnswers.read(body, Request.class);
        Optional<Watch> watch = watch(request.ticket());
        if (watch.isEmpty()) {
            throw JsonAnswers.problem(
                    Status.NOT_FOUND, "not_watched", null, "This page cannot ask for sign-ins any more.");
        }
        return JsonAnswers.ok(
                watch.get().news(session, realm()).map(this::json).orElseGet(JsonNodeFactory.instance::objectNode));
    }

    /**
     * The same as a page, for browsers without JavaScript. Their {@code Origin} says nothing: a browser sends {@code null} for a form
     * of a page that, as Keycloak's, sends no referrer. A foreign page has no ticket.
     *
     * @param form has the field {@code ticket}
     */
    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Produces(MediaType.TEXT_HTML)
    public Response page(byte @Nullable [] form) {
        requireShort(form);
        String ticket = ticket(form == null ? "" : new String(form, StandardCharsets.ISO_8859_1));
        FirstSignInPage page = new FirstSignInPage(session);
        return watch(ticket)
                .map(watch -> page.of(watch.news(session, realm()), ticket, clock.shared()))
                .orElseGet(page::over);
    }

    /** @throws ErrorResponseException 413 if the body is too long to be read */
    private static void requireShort(byte @Nullable [] body) {
        if (body != null && body.length > LONGEST_BYTES) {
            throw JsonAnswers.problem(
                    Status.REQUEST_ENTITY_TOO_LARGE,
                    "invalid_request",
                    null,
                    "The body is longer than " + LONGEST_BYTES + " bytes.");
        }
    }

    /** The first field of this name; empty if there is none. */
    private static String ticket(String form) {
        for (String field : form.split("&", -1)) {
            if (field.startsWith(TICKET + "=")) {
                return FormEncoding.decode(field.substring(TICKET.length() + 1)).orElse("");
            }
        }
        return "";
    }

    private RealmModel realm() {
        return session.getContext().getRealm();
    }

    private Optional<Watch> watch(String ticket) {
        return realm().isEnabled() ? Watch.of(session, realm(), ticket, clock.shared()) : Optional.empty();
    }

    private ObjectNode json(SignInNews news) {
        Instant now = clock.shared();
        return JsonNodeFactory.instance
                .objectNode()
                .put("outcome", news.outcome().id())
                .put("protocol", news.protocol().id())
                .put("address", news.address())
                .put("at", news.at().toString())
                .put("secondsAgo", Math.max(0, Duration.between(news.at(), now).toSeconds()));
    }
}
