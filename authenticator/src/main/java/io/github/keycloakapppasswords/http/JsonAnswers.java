package io.github.keycloakapppasswords.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.keycloakapppasswords.term.Label;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import org.jspecify.annotations.Nullable;
import org.keycloak.services.ErrorResponseException;

/**
 * Answers in JSON that must not be stored. A problem has {@code errorMessage}, as everywhere in Keycloak, {@code error} for
 * programs, and {@code field} for a wrong field; it is thrown, so that the transaction is rolled back.
 */
public final class JsonAnswers {

    private static final String NO_STORE = "no-store";

    private static final int RETRY_AFTER_SECONDS = 10;

    private JsonAnswers() {}

    /** 200 with this JSON. */
    public static Response ok(JsonNode json) {
        return Response.ok(json.toString(), MediaType.APPLICATION_JSON_TYPE)
                .header(HttpHeaders.CACHE_CONTROL, NO_STORE)
                .build();
    }

    /** 204. */
    public static Response nothing() {
        return Response.noContent().header(HttpHeaders.CACHE_CONTROL, NO_STORE).build();
    }

    /** 400, naming the field. */
    public static ErrorResponseException invalid(InvalidRequestException problem) {
        return problem(Status.BAD_REQUEST, "invalid_request", problem.field(), String.valueOf(problem.getMessage()));
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

    /** 503 with {@code Retry-After}: nothing was changed, and the same request may succeed a moment later. */
    public static ErrorResponseException databaseBusy() {
        ErrorResponseException problem = problem(
                Status.SERVICE_UNAVAILABLE,
                "database_busy",
                null,
                "Too many requests query the database at the moment. Nothing was changed: try again in some seconds.");
        return new ErrorResponseException(Response.fromResponse(problem.getResponse())
                .header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS)
                .build());
    }

    /**
     * Any problem.
     *
     * @param error for programs: lower case with underscores
     * @param field the field that is wrong, or {@code null}
     * @param message a finished sentence
     */
    public static ErrorResponseException problem(Status status, String error, @Nullable String field, String message) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("error", error);
        if (field != null) {
            json.put("field", Label.harmless(field));
        }
        json.put("errorMessage", message);
        return new ErrorResponseException(Response.status(status)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .header(HttpHeaders.CACHE_CONTROL, NO_STORE)
                .entity(json.toString())
                .build());
    }
}
