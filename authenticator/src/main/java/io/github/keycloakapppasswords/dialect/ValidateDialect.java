package io.github.keycloakapppasswords.dialect;

import io.github.keycloakapppasswords.credential.Protocol;
import io.github.keycloakapppasswords.dialect.Fields.Field;
import io.github.keycloakapppasswords.gateway.GatewayCredential;
import io.github.keycloakapppasswords.gateway.GatewayCredentialReader;
import io.github.keycloakapppasswords.validation.Asker;
import io.github.keycloakapppasswords.validation.Attempt;
import io.github.keycloakapppasswords.validation.Decision;
import io.github.keycloakapppasswords.validation.Verdict;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * {@code POST validate}: JSON or form in, HTTP status out.
 *
 * <p>The gateway is authenticated before the body is looked at, and a bad gateway gets 503 whatever it sent: a mail
 * server reads 401 as "the user's password is wrong", and the user's device throws the password away.
 */
final class ValidateDialect {

    private final Door door;

    ValidateDialect(Door door) {
        this.door = door;
    }

    CompletionStage<Response> answer(byte[] bytes) {
        long started = System.nanoTime();
        HttpHeaders headers = door.headers();
        GatewayCredential credential = GatewayCredentialReader.read(
                name -> Optional.ofNullable(headers.getRequestHeader(name)).orElse(List.of()));
        Optional<Asker> asker = door.gateway(credential);
        if (asker.isEmpty()) {
            return now(ValidateAnswers.of(Verdict.UNAVAILABLE));
        }
        try {
            RequestBody body = RequestBody.of(headers.getHeaderString(HttpHeaders.CONTENT_TYPE), bytes);
            Decision decision = door.decide(asker.get(), attempt(Fields.of(body)));
            Response answer = ValidateAnswers.of(decision, body.kind());
            boolean couldTell = decision.looked() && decision.verdict() == Verdict.INVALID;
            return couldTell ? RefusalFloor.hold(answer, started) : now(answer);
        } catch (MalformedRequestException e) {
            return now(ValidateAnswers.malformed(e));
        }
    }

    private static Attempt attempt(Fields fields) throws MalformedRequestException {
        return Attempt.of(
                fields.required(Field.USERNAME),
                fields.required(Field.PASSWORD),
                protocol(Optional.ofNullable(fields.required(Field.PROTOCOL)).orElse("")),
                fields.optional(Field.CLIENT_IP));
    }

    /** Dovecot says {@code submission} where others say {@code smtp}. */
    private static Protocol protocol(String id) throws MalformedRequestException {
        try {
            return id.equals("submission") ? Protocol.SMTP : Protocol.of(id);
        } catch (IllegalArgumentException e) {
            throw new MalformedRequestException(Status.BAD_REQUEST.getStatusCode(), String.valueOf(e.getMessage()));
        }
    }

    private static CompletionStage<Response> now(Response answer) {
        return CompletableFuture.completedFuture(answer);
    }
}
