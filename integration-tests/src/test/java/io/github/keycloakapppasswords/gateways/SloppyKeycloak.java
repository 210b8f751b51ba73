package io.github.keycloakapppasswords.gateways;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.github.keycloakapppasswords.stage.CertificateAuthority;
import io.github.keycloakapppasswords.stage.Trust;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/** In place of Keycloak, by HTTPS: answers what a test wants, also what Keycloak never answers. */
final class SloppyKeycloak implements AutoCloseable {
    private final HttpsServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private volatile int status = 500;
    private volatile Map<String, String> headers = Map.of();
    private volatile Runnable beforeAnswer = () -> {};
    private final List<Request> requests = new CopyOnWriteArrayList<>();

    /**
     * One request.
     *
     * @param authorization the header of that name; empty if there is none
     * @param form its fields, decoded, each byte as the character of this number
     */
    record Request(String authorization, Map<String, String> form) {}

    private SloppyKeycloak(HttpsServer server) {
        this.server = server;
    }

    static SloppyKeycloak start(CertificateAuthority.Issued certificate) {
        try {
            HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            SloppyKeycloak sloppy = new SloppyKeycloak(server);
            server.setHttpsConfigurator(new HttpsConfigurator(Trust.identity(certificate)));
            server.setExecutor(sloppy.threads);
            server.createContext("/", sloppy::answer);
            server.start();
            return sloppy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String url() {
        return "https://localhost:" + server.getAddress().getPort();
    }

    /** From now on answers this to everything. */
    void answers(int withStatus, Map<String, String> withHeaders) {
        status = withStatus;
        headers = Map.copyOf(withHeaders);
    }

    /** From now on does this before each answer. */
    void beforeAnswer(Runnable action) {
        beforeAnswer = action;
    }

    /** What came so far. */
    List<Request> requests() {
        return List.copyOf(requests);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String authorization = exchange.getRequestHeaders().getFirst("Authorization");
            String body = new String(exchange.getRequestBody().readAllBytes(), ISO_8859_1);
            requests.add(new Request(authorization == null ? "" : authorization, form(body)));
            beforeAnswer.run();
            headers.forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
            exchange.sendResponseHeaders(status, -1);
        }
    }

    private static Map<String, String> form(String body) {
        return Arrays.stream(body.split("&", -1))
                .map(field -> field.split("=", 2))
                .filter(field -> field.length == 2)
                .collect(Collectors.toMap(field -> field[0], field -> URLDecoder.decode(field[1], ISO_8859_1)));
    }
}
