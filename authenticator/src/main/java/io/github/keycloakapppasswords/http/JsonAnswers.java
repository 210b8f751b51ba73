package io.github.keycloakapppasswords.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.keycloakapppasswords.term.Label;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.ErrorResponseException;

/**
 * Answers in JSON. A problem has {@code error} for programs and {@code error_description} for people, as in OAuth (RFC 6749,
 * section 5.2) and where Keycloak's admin console and kcadm look, and {@code field} for a wrong field. Problems that are thrown
 * roll the transaction back.
 */
public final class JsonAnswers {

    private JsonAnswers() {}

    /** No answer to the session's request may be stored, whoever answers: to be called before anything else. */
    public static void neverStore(KeycloakSession session) {
        session.getContext().getHttpResponse().setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    }

    /** 200 with this JSON. */
    public static Response ok(JsonNode json) {
        return of(Status.OK, json);
    }

    /** 204. */
    public static Response nothing() {
        return Response.noContent().build();
    }

    /** Any status with this JSON. */
    public static Response of(Status status, JsonNode json) {
        return Response.status(status)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(json.toString())
                .build();
    }

    /** The value; an {@link InvalidRequestException} is answered. */
    public static <T> T valid(Supplier<T> value) {
        try {
            return value.get();
        } catch (InvalidRequestException e) {
            throw new ErrorResponseException(invalid(e));
        }
    }

    /** The record that a request's body is. */
    public static <T extends Record> T read(byte @Nullable [] body, Class<T> type) {
        return valid(() -> StrictJson.read(body, type));
    }

    /** 400, 413 or 415, naming the field. */
    public static Response invalid(InvalidRequestException problem) {
        return of(problem.status(), json("invalid_request", problem.field(), problem.sentence()));
    }

    /** 404: no app password of this user has that id. */
    public static ErrorResponseException noSuchAppPassword() {
        return problem(Status.NOT_FOUND, "app_password_not_found", null, "This user has no app password of that id.");
    }

    /** 400: see {@link io.github.keycloakapppasswords.term.StorableText}. */
    public static ErrorResponseException labelNotStorable(String field) {
        return problem(
                Status.BAD_REQUEST,
                "label_not_storable",
                field,
                "The label has an emoji or another character that this server's database cannot keep: leave it out.");
    }

    /**
     * Any problem.
     *
     * @param error for programs: lower case with underscores
     * @param field the field that is wrong, or {@code null}
     * @param description a finished sentence
     */
    public static ErrorResponseException problem(
            Status status, String error, @Nullable String field, String description) {
        return new ErrorResponseException(of(status, json(error, field, description)));
    }

    /** As {@link #problem}, without a status. */
    public static ObjectNode json(String error, @Nullable String field, String description) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("error", error).put("error_description", description);
        return field == null ? json : json.put("field", Label.harmless(field));
    }
}
