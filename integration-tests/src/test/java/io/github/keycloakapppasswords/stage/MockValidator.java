package io.github.keycloakapppasswords.stage;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** In place of Keycloak: gives a gateway any answer, also those that Keycloak never gives, and keeps what was asked. */
final class MockValidator implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private HttpServer server;
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private volatile int status = 200;
    private volatile @Nullable String loginIdentity = "alice";
    private volatile Map<String, String> strangeFields = Map.of();

    MockValidator() {
        server = listen(0);
    }

    /** Closes all connections and listens again on the same port. */
    void restart() {
        int port = server.getAddress().getPort();
        server.stop(0);
        server = listen(port);
    }

    private HttpServer listen(int port) {
        try {
            HttpServer listening = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
            listening.createContext("/validate", this::answer);
            listening.start();
            return listening;
        } catch (IOException e) {
            throw new StageException("The mock did not start.", e);
        }
    }

    /** One request: its credential decoded, its body parsed. */
    record Asked(List<String> credential, JsonNode body) {}

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/validate";
    }

    /** From now on answers ok with this value of {@code X-Username}, or without the field if null. */
    void accept(@Nullable String header) {
        status = 200;
        loginIdentity = header;
        strangeFields = Map.of();
        asked.clear();
    }

    /** From now on answers with this status. */
    void refuse(int with) {
        refuse(with, Map.of());
    }

    /** From now on answers with this status and these fields in the header. */
    void refuse(int with, Map<String, String> fields) {
        status = with;
        loginIdentity = "alice";
        strangeFields = Map.copyOf(fields);
        asked.clear();
    }

    List<Asked> asked() {
        return List.copyOf(asked);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String basic =
                    exchange.getRequestHeaders().getFirst("Authorization").substring("Basic ".length());
            String[] halves = new String(Base64.getDecoder().decode(basic), UTF_8).split(":", -1);
            asked.add(new Asked(
                    Stream.of(halves)
                            .map(half -> URLDecoder.decode(half, UTF_8))
                            .toList(),
                    JSON.readTree(exchange.getRequestBody().readAllBytes())));
            String identity = loginIdentity;
            if (identity != null) {
                exchange.getResponseHeaders().add("X-Username", identity);
            }
            strangeFields.forEach(exchange.getResponseHeaders()::add);
            exchange.sendResponseHeaders(status, -1);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
