package io.github.keycloakapppasswords.http;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import jakarta.ws.rs.core.Response.Status;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keycloak.headers.SecurityHeadersProvider;
import org.keycloak.models.KeycloakSession;

/**
 * The content type of a request, checked before any method is chosen and before the body is read.
 *
 * <p><b>Security.</b> Keycloak reads a body of {@code multipart/form-data} before it calls a method, whatever the method takes,
 * and answers 500 with a stack trace in the log if the body is not what the type says. It does the same to a content type that
 * cannot be parsed, when it adds its headers to the answer ({@code DefaultSecurityHeadersProvider}, 26.7.4). Both need no
 * credential. No interface of ours takes either, so both are refused here. Not guaranteed: what Keycloak logs of a client that
 * ends the connection in the middle of a body.
 */
public final class RequestContent {

    /** The fault of the content type, as a finished sentence. */
    public static final String REFUSAL = "The content type is not supported here.";

    private static final String FORM_DATA = "form-data";
    private static final String MULTIPART = "multipart";

    private final KeycloakSession session;
    private final HttpHeaders headers;

    /** For the session's request. */
    public RequestContent(KeycloakSession session) {
        this.session = session;
        this.headers = session.getContext().getHttpRequest().getHttpHeaders();
    }

    /** Whether the request has no content type, or one whose body Keycloak leaves to the method. */
    public boolean isReadable() {
        List<String> sent = headers.getRequestHeader(HttpHeaders.CONTENT_TYPE);
        if (sent == null || sent.isEmpty()) {
            return true;
        }
        MediaType type = parsed();
        return type != null
                && !(MULTIPART.equalsIgnoreCase(type.getType()) && FORM_DATA.equalsIgnoreCase(type.getSubtype()));
    }

    /** @throws WebApplicationException 415 in JSON, if the request {@linkplain #isReadable() cannot be read} */
    public void requireReadable() {
        if (!isReadable()) {
            throw answered(
                    JsonAnswers.invalid(new InvalidRequestException(Status.UNSUPPORTED_MEDIA_TYPE, null, REFUSAL)));
        }
    }

    /**
     * Ends an unreadable request with this answer.
     *
     * @param answer one without a body gets an empty one: Keycloak takes an exception without a body for its own to answer
     */
    public WebApplicationException answered(Response answer) {
        ResponseBuilder complete = Response.fromResponse(answer);
        if (!answer.hasEntity()) {
            complete.type(MediaType.TEXT_PLAIN_TYPE).entity("");
        }
        if (parsed() == null) {
            // Keycloak parses the type once more to choose its headers, and would fail then
            session.getProvider(SecurityHeadersProvider.class).options().skipHeaders();
            complete.header("X-Content-Type-Options", "nosniff")
                    .header("Referrer-Policy", "no-referrer")
                    .header("X-Frame-Options", "DENY");
        }
        return new WebApplicationException(complete.build());
    }

    private @Nullable MediaType parsed() {
        try {
            return headers.getMediaType();
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
