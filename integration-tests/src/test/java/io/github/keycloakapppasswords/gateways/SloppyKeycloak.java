package io.github.keycloakapppasswords.gateways;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.github.keycloakapppasswords.stage.CertificateAuthority;
import io.github.keycloakapppasswords.stage.Trust;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** In place of Keycloak, by HTTPS: answers what a test wants, also what Keycloak never answers. */
final class SloppyKeycloak implements AutoCloseable {
    private final HttpsServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private volatile int status = 500;
    private volatile Map<String, String> headers = Map.of();

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

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            headers.forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
            exchange.sendResponseHeaders(status, -1);
        }
    }
}
