package io.github.keycloakapppasswords.dialect;

import io.github.keycloakapppasswords.gateway.Backend;
import io.github.keycloakapppasswords.gateway.GatewaySettings;
import io.github.keycloakapppasswords.gatewayauth.GatewayCredential;
import io.github.keycloakapppasswords.http.InvalidRequestException;
import io.github.keycloakapppasswords.http.PercentEncoding;
import io.github.keycloakapppasswords.http.Utf8;
import io.github.keycloakapppasswords.term.IpAddress;
import io.github.keycloakapppasswords.term.Protocol;
import io.github.keycloakapppasswords.validation.Submission;
import io.github.keycloakapppasswords.verdict.Decision;
import io.github.keycloakapppasswords.verdict.Verdict;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET nginx-mail}: the question that nginx's mail proxy asks by {@code auth_http} ({@code ngx_mail_auth_http_module},
 * nginx 1.22).
 *
 * <p><b>Security.</b> nginx reads headers only, not the status, and accepts the client whenever an answer has a server and a
 * port without an error in {@code Auth-Status}. So only a yes contains those two, and every other answer, also that to a
 * malformed request, has an {@code Auth-Status} that is not OK.
 */
public final class NginxMailDialect implements Dialect {

    private static final String METHOD = "Auth-Method";
    private static final String USER = "Auth-User";
    private static final String PASSWORD = "Auth-Pass";
    private static final String PROTOCOL = "Auth-Protocol";
    private static final String LOGIN_ATTEMPT = "Auth-Login-Attempt";
    private static final String CLIENT_IP = "Client-IP";
    private static final String STATUS = "Auth-Status";
    private static final String SERVER = "Auth-Server";
    private static final String PORT = "Auth-Port";
    private static final String WAIT = "Auth-Wait";
    private static final String ERROR_CODE = "Auth-Error-Code";

    private static final String PLAIN = "plain";

    /** How long nginx holds a wrong answer back; without it nginx ends the connection. */
    private static final int WAIT_SECONDS = 3;

    private static final int MOST_ATTEMPTS = 10;

    private final Request request;

    public NginxMailDialect(Request request) {
        this.request = request;
    }

    @Override
    public GatewayCredential credential() {
        return request.gatewayCredential();
    }

    @Override
    public Optional<Question> question(GatewaySettings settings) {
        String method = request.requiredHeader(METHOD);
        if (!method.equalsIgnoreCase(PLAIN)) {
            throw new InvalidRequestException(
                    METHOD,
                    "The header Auth-Method must be plain: no other SASL mechanism sends the password,"
                            + " and mail that needs none must not be relayed.");
        }
        Protocol protocol = Request.protocol(settings, PROTOCOL, request.header(PROTOCOL));
        Backend backend = settings.backends().get(protocol.id());
        if (backend == null) {
            throw new MissingBackendException(protocol);
        }
        Submission submission = Submission.of(
                unescaped(request.requiredHeader(USER)),
                unescaped(request.requiredHeader(PASSWORD)),
                protocol,
                settings.clientAddress(request.header(CLIENT_IP)));
        return Optional.of(new Question(submission, decision -> yes(decision, backend)));
    }

    private static Response yes(Decision decision, Backend backend) {
        return answer("OK")
                .header(USER, Request.utf8Header(decision.acceptedIdentity()))
                .header(SERVER, IpAddress.text(backend.address()))
                .header(PORT, backend.port())
                .build();
    }

    @Override
    public Response refusal(Verdict verdict) {
        return switch (verdict) {
            case INVALID -> invalid();
            case SLOW_DOWN -> later("454 4.7.0");
            default -> later("451 4.3.0");
        };
    }

    @Override
    public Response malformed(InvalidRequestException problem) {
        return refusal(Verdict.UNAVAILABLE);
    }

    private Response invalid() {
        ResponseBuilder answer = answer(code("[AUTHENTICATIONFAILED] ", "[AUTH] ") + "Wrong user name or app password.")
                .header(ERROR_CODE, "535 5.7.8");
        if (loginAttempt() < MOST_ATTEMPTS) {
            answer.header(WAIT, WAIT_SECONDS);
        }
        return answer.build();
    }

    /** nginx then ends the connection: in an outage, clients that wait on open ones would be too many. */
    private Response later(String errorCode) {
        return answer(code("[UNAVAILABLE] ", "[SYS/TEMP] ") + "Try again later.")
                .header(ERROR_CODE, errorCode)
                .build();
    }

    /** The response code that the user's client understands (RFC 5530, RFC 3206); SMTP has one in the error code. */
    private String code(String imap, String pop3) {
        return switch (quietly(PROTOCOL).toLowerCase(Locale.ROOT)) {
            case "imap" -> imap;
            case "pop3" -> pop3;
            default -> "";
        };
    }

    private int loginAttempt() {
        try {
            return Integer.parseInt(quietly(LOGIN_ATTEMPT));
        } catch (NumberFormatException e) {
            return MOST_ATTEMPTS;
        }
    }

    private String quietly(String header) {
        try {
            return Objects.requireNonNullElse(request.header(header), "");
        } catch (InvalidRequestException e) {
            return "";
        }
    }

    private static ResponseBuilder answer(String status) {
        return Response.ok().header(STATUS, status);
    }

    /** Undoes nginx's escaping: percent-encoding of some bytes, the others as they are; {@code null} if not UTF-8. */
    private static @Nullable String unescaped(String header) {
        return PercentEncoding.decode(Request.bytes(header))
                .flatMap(Utf8::decode)
                .orElse(null);
    }
}
