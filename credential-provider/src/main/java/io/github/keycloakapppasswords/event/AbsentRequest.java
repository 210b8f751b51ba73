package io.github.keycloakapppasswords.event;

import jakarta.enterprise.context.ContextNotActiveException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.UriInfo;
import java.lang.reflect.Proxy;
import java.security.cert.X509Certificate;
import org.keycloak.http.FormPartValue;
import org.keycloak.http.HttpRequest;
import org.keycloak.models.KeycloakSession;

/**
 * Stands in for the request in a session without one, as in a background job. Keycloak's e-mail listener passes the request of
 * each event on without using it, and fails without a request (26.7.4); that breaks the event's commit. A caller that does use
 * this stand-in gets Keycloak's own answer for a missing request, as its mails and locales expect.
 */
public final class AbsentRequest implements HttpRequest {

    private AbsentRequest() {}

    /** To be called before an event is made in a session that may have no request; one that it has stays. */
    public static void standIn(KeycloakSession session) {
        try {
            session.getContext().getHttpRequest();
        } catch (ContextNotActiveException e) {
            session.getContext().setHttpRequest(new AbsentRequest());
        }
    }

    /** For a session that is to behave as one without a request, although the thread that made it answers one. */
    public static void putInPlace(KeycloakSession session) {
        session.getContext().setHttpRequest(new AbsentRequest());
    }

    private static ContextNotActiveException absent() {
        return new ContextNotActiveException("A job or a background thread does this work, not a request.");
    }

    @Override
    public String getHttpMethod() {
        throw absent();
    }

    @Override
    public MultivaluedMap<String, String> getDecodedFormParameters() {
        throw absent();
    }

    @Override
    public MultivaluedMap<String, FormPartValue> getMultiPartFormParameters() {
        throw absent();
    }

    @Override
    public HttpHeaders getHttpHeaders() {
        throw absent();
    }

    @Override
    public X509Certificate[] getClientCertificateChain() {
        throw absent();
    }

    /** Keycloak asks for it also where it needs nothing of it, since its own address is configured (26.6.4). */
    @Override
    public UriInfo getUri() {
        return (UriInfo) Proxy.newProxyInstance(
                UriInfo.class.getClassLoader(), new Class<?>[] {UriInfo.class}, (proxy, method, arguments) -> {
                    throw absent();
                });
    }

    @Override
    public boolean isProxyTrusted() {
        return false;
    }
}
