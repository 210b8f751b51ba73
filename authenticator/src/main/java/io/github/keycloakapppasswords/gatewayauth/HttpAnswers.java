package io.github.keycloakapppasswords.gatewayauth;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.keycloakapppasswords.verdict.Verdict;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import jakarta.ws.rs.core.Response.Status;

/** The answers of the dialects that use HTTP status codes. */
public final class HttpAnswers {

    private static final int RETRY_AFTER_SECONDS = 10;

    private HttpAnswers() {}

    /** The answer for every verdict but ok; shows only the verdict, and has no body. */
    public static Response refusal(Verdict verdict) {
        return switch (verdict) {
            case INVALID -> noStore(Status.UNAUTHORIZED).build();
            case SLOW_DOWN -> retryLater(Status.TOO_MANY_REQUESTS);
            default -> retryLater(Status.SERVICE_UNAVAILABLE);
        };
    }

    /** The fault of the request, in JSON. */
    public static Response malformed(MalformedRequestException problem) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("error", problem.getMessage());
        return noStore(Status.fromStatusCode(problem.status()))
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(json.toString())
                .build();
    }

    /** An answer that must not be stored. */
    public static ResponseBuilder noStore(Status status) {
        return Response.status(status).header(HttpHeaders.CACHE_CONTROL, "no-store");
    }

    private static Response retryLater(Status status) {
        return noStore(status)
                .header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS)
                .build();
    }
}
