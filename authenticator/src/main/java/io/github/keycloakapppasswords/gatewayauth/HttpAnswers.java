package io.github.keycloakapppasswords.gatewayauth;

import io.github.keycloakapppasswords.verdict.Verdict;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;

/** The answers of the dialects that use HTTP status codes. */
public final class HttpAnswers {

    private static final int RETRY_AFTER_SECONDS = 10;

    private HttpAnswers() {}

    /** The answer for every verdict but ok; shows only the verdict, and has no body. */
    public static Response refusal(Verdict verdict) {
        return switch (verdict) {
            case INVALID -> Response.status(Status.UNAUTHORIZED).build();
            case SLOW_DOWN -> retryLater(Status.TOO_MANY_REQUESTS);
            default -> retryLater(Status.SERVICE_UNAVAILABLE);
        };
    }

    private static Response retryLater(Status status) {
        return Response.status(status)
                .header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS)
                .build();
    }
}
