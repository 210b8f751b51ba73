package io.github.keycloakapppasswords.dialect;

import io.github.keycloakapppasswords.gateway.GatewaySettings;
import io.github.keycloakapppasswords.gatewayauth.GatewayCredential;
import io.github.keycloakapppasswords.gatewayauth.HttpAnswers;
import io.github.keycloakapppasswords.http.InvalidRequestException;
import io.github.keycloakapppasswords.http.JsonAnswers;
import io.github.keycloakapppasswords.http.PercentEncoding;
import io.github.keycloakapppasswords.http.Utf8;
import io.github.keycloakapppasswords.term.Protocol;
import io.github.keycloakapppasswords.validation.Submission;
import io.github.keycloakapppasswords.verdict.Decision;
import io.github.keycloakapppasswords.verdict.Verdict;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST basic}, {@code GET basic} and {@code HEAD basic}: the user's own {@code Authorization: Basic} (RFC 7617) as a
 * web server got it, for nginx's {@code auth_request}, {@code forward_auth} of Caddy and the like.
 *
 * <p><b>Security.</b> {@code Authorization} is the user's, whatever it says; the gateway is known by its own header or
 * certificate alone.
 */
public final class BasicDialect implements Dialect {

    private static final String USER_HEADER = "X-Auth-User";
    private static final String PROTOCOL = "X-App-Protocol";
    private static final String CLIENT_IP = "X-App-Client-IP";

    private static final String SCHEME = "basic ";

    /** The realm is what a browser shows; the character set is the one that we read first (RFC 7617, section 2.1). */
    private static final String CHALLENGE = "Basic realm=\"App password\", charset=\"UTF-8\"";

    private final Request request;

    public BasicDialect(Request request) {
        this.request = request;
    }

    @Override
    public GatewayCredential credential() {
        return request.gatewayCredentialBesideUsers();
    }

    @Override
    public Optional<Question> question(GatewaySettings settings) {
        if (request.body().length > 0) {
            throw new InvalidRequestException(null, "The request must have no body: the headers hold the fields.");
        }
        Protocol protocol = Request.protocol(settings, PROTOCOL, request.header(PROTOCOL));
        String address = settings.clientAddress(request.header(CLIENT_IP));
        String authorization = request.header(HttpHeaders.AUTHORIZATION);
        if (authorization == null || !authorization.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            return Optional.empty();
        }
        return Optional.of(new Question(
                submission(authorization.substring(SCHEME.length()), protocol, address), BasicDialect::yes));
    }

    /** Unreadable text is a wrong user name and password, since the text came from the user. */
    private static Submission submission(String base64, Protocol protocol, @Nullable String address) {
        String pair = Utf8.decodeBasic(base64.strip()).orElse("");
        int colon = pair.indexOf(':');
        return colon < 0
                ? Submission.of(null, null, protocol, address)
                : Submission.of(pair.substring(0, colon), pair.substring(colon + 1), protocol, address);
    }

    private static Response yes(Decision decision) {
        return Response.noContent()
                .header(USER_HEADER, PercentEncoding.encode(decision.acceptedIdentity()))
                .build();
    }

    @Override
    public Response refusal(Verdict verdict) {
        return verdict == Verdict.INVALID
                ? Response.status(Status.UNAUTHORIZED)
                        .header(HttpHeaders.WWW_AUTHENTICATE, CHALLENGE)
                        .build()
                : HttpAnswers.refusal(verdict);
    }

    @Override
    public Response malformed(InvalidRequestException problem) {
        return JsonAnswers.invalid(problem);
    }
}
