package io.github.keycloakapppasswords.credential;

import jakarta.enterprise.context.ContextNotActiveException;
import org.keycloak.models.KeycloakSession;

/** Distinguishes requests from work of the server's operator or of a server's job. */
public final class RequestContexts {

    private RequestContexts() {}

    /** Whether the session handles an HTTP request. */
    public static boolean isHttpRequest(KeycloakSession session) {
        try {
            return session.getContext().getHttpRequest() != null;
        } catch (ContextNotActiveException e) {
            return false;
        }
    }
}
