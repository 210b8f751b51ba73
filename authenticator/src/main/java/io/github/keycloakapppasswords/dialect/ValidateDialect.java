package io.github.keycloakapppasswords.dialect;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.keycloakapppasswords.dialect.RequestBody.Kind;
import io.github.keycloakapppasswords.gateway.GatewaySettings;
import io.github.keycloakapppasswords.gatewayauth.GatewayCredential;
import io.github.keycloakapppasswords.gatewayauth.HttpAnswers;
import io.github.keycloakapppasswords.http.InvalidRequestException;
import io.github.keycloakapppasswords.http.JsonAnswers;
import io.github.keycloakapppasswords.http.PercentEncoding;
import io.github.keycloakapppasswords.term.Label;
import io.github.keycloakapppasswords.validation.Submission;
import io.github.keycloakapppasswords.verdict.Decision;
import io.github.keycloakapppasswords.verdict.Verdict;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import java.util.Optional;

/**
 * {@code POST validate}: JSON or form in, HTTP status out. A form request gets an empty body, since FreeRADIUS would read
 * attributes from one.
 */
public final class ValidateDialect implements Dialect {

    private static final String USERNAME_HEADER = "X-Username";

    private final Request request;

    public ValidateDialect(Request request) {
        this.request = request;
    }

    @Override
    public GatewayCredential credential() {
        return request.gatewayCredential();
    }

    @Override
    public Optional<Question> question(GatewaySettings settings) {
        RequestBody body = RequestBody.of(request.header(HttpHeaders.CONTENT_TYPE), request.body());
        Pair pair = Pair.of(body);
        Submission submission = Submission.of(
                pair.username(),
                pair.password(),
                Request.protocol(settings, "protocol", pair.protocol()),
                settings.clientAddress(pair.clientIp()));
        return Optional.of(new Question(submission, decision -> yes(decision, body.kind())));
    }

    private static Response yes(Decision decision, Kind kind) {
        String identity = decision.acceptedIdentity();
        ResponseBuilder answer = Response.ok().header(USERNAME_HEADER, PercentEncoding.encode(identity));
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

    @Override
    public Response refusal(Verdict verdict) {
        return HttpAnswers.refusal(verdict);
    }

    @Override
    public Response malformed(InvalidRequestException problem) {
        return JsonAnswers.invalid(problem);
    }
}
