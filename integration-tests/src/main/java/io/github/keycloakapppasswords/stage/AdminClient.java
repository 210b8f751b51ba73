package io.github.keycloakapppasswords.stage;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keycloak's admin REST interface, called with a service account that may do everything. Paths are below {@code /admin/realms}. */
public final class AdminClient {
    /** Shorter than the 60 s that a token of the realm {@code master} lives. */
    private static final Duration TOKEN_KEPT = Duration.ofSeconds(30);

    private final String url;
    private final String clientId;
    private final String clientSecret;
    private final Http http = new Http();
    private @Nullable String token;
    private Instant tokenFrom = Instant.MIN;

    /**
     * Calls as the service account of a client of the realm {@code master}.
     *
     * @param url the server's address without a slash at the end
     */
    public AdminClient(String url, String clientId, String clientSecret) {
        this.url = url;
        this.clientId = clientId;
        this.clientSecret = clientSecret;
    }

    /** GET; fails unless the status is 200. */
    public JsonNode get(String path) {
        return require(exchange("GET", path, null)).json();
    }

    /**
     * POST with a JSON body; fails unless the status is 2xx.
     *
     * @return the id at the end of the answer's {@code Location}, if there is one
     */
    public Optional<String> post(String path, Object body) {
        return require(exchange("POST", path, body))
                .header("Location")
                .map(location -> location.substring(location.lastIndexOf('/') + 1));
    }

    /** PUT with a JSON body, or none if null; fails unless the status is 2xx. */
    public HttpAnswer put(String path, @Nullable Object body) {
        return require(exchange("PUT", path, body));
    }

    /** DELETE; fails unless the status is 2xx. */
    public void delete(String path) {
        require(exchange("DELETE", path, null));
    }

    /**
     * One call, whatever the answer.
     *
     * @param path below {@code /admin/realms}, beginning with a slash and percent-encoded
     * @param body written as JSON, or null for none
     */
    public HttpAnswer exchange(String method, String path, @Nullable Object body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + "/admin/realms" + path))
                .header("Authorization", "Bearer " + token());
        return http.send(Http.withJson(request, method, body));
    }

    private synchronized String token() {
        Instant now = Instant.now();
        String kept = token;
        if (kept != null && now.isBefore(tokenFrom.plus(TOKEN_KEPT))) {
            return kept;
        }
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url + "/realms/master/protocol/openid-connect/token"));
        Map<String, String> form =
                Map.of("grant_type", "client_credentials", "client_id", clientId, "client_secret", clientSecret);
        String fresh = require(http.send(Http.withForm(request, form)))
                .json()
                .path("access_token")
                .asText();
        token = fresh;
        tokenFrom = now;
        return fresh;
    }

    private static HttpAnswer require(HttpAnswer answer) {
        if (answer.status() < 200 || answer.status() > 299) {
            throw new StageException(
                    "Keycloak answered " + answer.what() + " with " + answer.status() + ": " + answer.body());
        }
        return answer;
    }
}
