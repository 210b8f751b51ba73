package io.github.keycloakapppasswords.stage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** HTTP as gateways and scripts speak it: no redirects, no cookies. */
public final class Http {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIME_LIMIT = Duration.ofSeconds(60);

    private final HttpClient client;

    /** Trusts the authorities that Java trusts. */
    public Http() {
        this(HttpClient.newBuilder());
    }

    /** @param trust whom to trust by HTTPS */
    public Http(SSLContext trust) {
        this(HttpClient.newBuilder().sslContext(trust));
    }

    private Http(HttpClient.Builder builder) {
        client = builder.version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(5))
                .build();
    }

    /** Puts a JSON body in a request; none if the body is null. */
    public static HttpRequest withJson(HttpRequest.Builder request, String method, @Nullable Object body) {
        if (body == null) {
            return request.method(method, BodyPublishers.noBody()).build();
        }
        try {
            return request.header("Content-Type", "application/json")
                    .method(method, BodyPublishers.ofString(JSON.writeValueAsString(body)))
                    .build();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("This cannot be written as JSON.", e);
        }
    }

    /** Makes a POST of form fields. */
    public static HttpRequest withForm(HttpRequest.Builder request, Map<String, String> fields) {
        String form = fields.entrySet().stream()
                .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
                .collect(Collectors.joining("&"));
        return request.header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form))
                .build();
    }

    /**
     * Sends a request, waiting at most 60 s.
     *
     * @throws StageException if there is no answer
     */
    public HttpAnswer send(HttpRequest request) {
        String what = request.method() + " " + request.uri().getPath();
        HttpRequest limited = HttpRequest.newBuilder(request, (name, value) -> true)
                .timeout(TIME_LIMIT)
                .build();
        try {
            HttpResponse<String> response = client.send(limited, BodyHandlers.ofString(StandardCharsets.UTF_8));
            return new HttpAnswer(what, response.statusCode(), response.headers(), response.body());
        } catch (IOException e) {
            throw new StageException("No answer to " + what + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StageException("Interrupted during " + what + ".", e);
        }
    }

    /** Percent-encodes a piece of a path or query. */
    public static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** The value of an {@code Authorization} header for HTTP Basic (RFC 7617), in UTF-8. */
    public static String basic(String name, String password) {
        String pair = name + ":" + password;
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }
}
