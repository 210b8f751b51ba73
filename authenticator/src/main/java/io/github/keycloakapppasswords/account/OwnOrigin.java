package io.github.keycloakapppasswords.account;

import jakarta.ws.rs.core.HttpHeaders;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.keycloak.http.HttpResponse;
import org.keycloak.models.KeycloakSession;
import org.keycloak.urls.UrlType;

/**
 * Checks cross-origin requests (the Fetch standard's CORS protocol): only the page that Keycloak itself serves may call, at the
 * address at which browsers find it.
 *
 * <p><b>Security.</b> The client's own list of web origins does not count, cookies are never accepted
 * ({@code Access-Control-Allow-Credentials} is not sent), and a request of a foreign page is refused before its token is read.
 * A caller that is not a browser sends no {@code Origin}; only its token is checked.
 */
final class OwnOrigin {

    static final String ORIGIN = "Origin";

    private static final String METHODS = "GET, PUT, DELETE";
    private static final String HEADERS = HttpHeaders.AUTHORIZATION + ", " + HttpHeaders.CONTENT_TYPE;
    private static final String SECONDS = "3600";

    private final KeycloakSession session;

    OwnOrigin(KeycloakSession session) {
        this.session = session;
    }

    /** Whether the request comes from the own origin, or from no page at all; if from a page, the answer says so. */
    boolean admits() {
        String origin = session.getContext().getHttpRequest().getHttpHeaders().getHeaderString(ORIGIN);
        if (origin == null) {
            return true;
        }
        if (!isOrigin(origin, session.getContext().getUri(UrlType.FRONTEND).getBaseUri())) {
            return false;
        }
        HttpResponse response = session.getContext().getHttpResponse();
        response.setHeader("Access-Control-Allow-Origin", origin);
        response.setHeader(HttpHeaders.VARY, ORIGIN);
        return true;
    }

    /** Answers a preflight of the own origin. */
    void allow() {
        HttpResponse response = session.getContext().getHttpResponse();
        response.setHeader("Access-Control-Allow-Methods", METHODS);
        response.setHeader("Access-Control-Allow-Headers", HEADERS);
        response.setHeader("Access-Control-Max-Age", SECONDS);
    }

    /** Whether this is the origin (RFC 6454) of an address; never of {@code null}, {@code *} or an invalid origin. */
    static boolean isOrigin(@Nullable String origin, URI address) {
        if (origin == null) {
            return false;
        }
        try {
            URI uri = new URI(origin);
            return uri.getHost() != null
                    && origin.equals(origin(uri))
                    && origin(uri).equals(origin(address));
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** Scheme and host in lower case, and the port unless it is the scheme's own: as browsers write it. */
    private static String origin(URI uri) {
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        String host = String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT);
        int usual = scheme.equals("https") ? 443 : 80;
        boolean named = uri.getPort() != -1 && uri.getPort() != usual;
        return scheme + "://" + host + (named ? ":" + uri.getPort() : "");
    }
}
