package io.github.keycloakapppasswords.credential;

import jakarta.enterprise.context.ContextNotActiveException;
import org.keycloak.models.KeycloakSession;

/** Tells requests from what the server's operator or a job of the server does. */
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
