package io.github.keycloakapppasswords.dialect;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.keycloakapppasswords.credential.Label;
import io.github.keycloakapppasswords.dialect.RequestBody.Kind;
import io.github.keycloakapppasswords.validation.Decision;
import io.github.keycloakapppasswords.validation.Verdict;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import jakarta.ws.rs.core.Response.Status;
import java.util.Objects;

/**
 * The words of the dialect {@code validate}. Whatever is not ok says no more than the verdict; a form request gets an
 * empty body, since FreeRADIUS would read attributes from one.
 */
final class ValidateAnswers {

    static final String USERNAME_HEADER = "X-Username";

    private static final int RETRY_AFTER_SECONDS = 10;

    private ValidateAnswers() {}

    static Response of(Decision decision, Kind kind) {
        return decision.verdict() == Verdict.OK ? ok(decision, kind) : of(decision.verdict());
    }

    /** The answer to anything but ok. */
    static Response of(Verdict verdict) {
        return switch (verdict) {
            case INVALID -> noStore(Status.UNAUTHORIZED).build();
            case SLOW_DOWN -> retryLater(Status.TOO_MANY_REQUESTS);
            default -> retryLater(Status.SERVICE_UNAVAILABLE);
        };
    }

    static Response malformed(MalformedRequestException problem) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("error", problem.getMessage());
        return noStore(Status.fromStatusCode(problem.status()))
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(json.toString())
                .build();
    }

    private static Response ok(Decision decision, Kind kind) {
        String identity = Objects.requireNonNull(decision.loginIdentity(), "an accepted attempt has a login identity");
        ResponseBuilder answer = noStore(Status.OK).header(USERNAME_HEADER, PercentEncoding.encode(identity));
        if (kind == Kind.FORM) {
            return answer.build();
        }
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("username", identity);
        json.put("subject", decision.userId());
        json.put("label", Label.harmless(decision.label()));
        return answer.type(MediaType.APPLICATION_JSON_TYPE)
                .entity(json.toString())
                .build();
    }

    private static Response retryLater(Status status) {
        return noStore(status)
                .header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS)
                .build();
    }

    private static ResponseBuilder noStore(Status status) {
        return Response.status(status).header(HttpHeaders.CACHE_CONTROL, "no-store");
    }
}
