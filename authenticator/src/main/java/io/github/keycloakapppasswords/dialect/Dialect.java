package io.github.keycloakapppasswords.dialect;

import io.github.keycloakapppasswords.gateway.GatewaySettings;
import io.github.keycloakapppasswords.gatewayauth.GatewayCredential;
import io.github.keycloakapppasswords.http.InvalidRequestException;
import io.github.keycloakapppasswords.validation.Submission;
import io.github.keycloakapppasswords.verdict.Decision;
import io.github.keycloakapppasswords.verdict.Verdict;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.function.Function;

/**
 * The questions and answers of one kind of gateway: only a translation. {@link GatewayRequestHandler} does the common work. An
 * instance serves one request.
 */
interface Dialect {

    /**
     * A gateway's question, and the answer to an accepted attempt.
     *
     * @param yes the answer to an accepted attempt
     */
    record Question(Submission submission, Function<Decision, Response> yes) {}

    /** The credential that proves that the caller is a gateway. */
    GatewayCredential credential();

    /**
     * Reads the question; called only after the gateway is authenticated.
     *
     * @return empty if the user has not sent a password yet: the answer is {@link Verdict#INVALID}, and no news
     * @throws InvalidRequestException if the gateway does not follow the dialect
     */
    Optional<Question> question(GatewaySettings settings);

    /** The answers other than "yes". They say no more than the verdict. */
    Response refusal(Verdict verdict);

    /** The answer to a request that does not follow the dialect. */
    Response malformed(InvalidRequestException problem);
}
