package io.github.keycloakapppasswords.balancer;

import io.github.keycloakapppasswords.stage.CertificateAuthority;
import io.github.keycloakapppasswords.stage.Gateway;
import io.github.keycloakapppasswords.stage.Http;
import io.github.keycloakapppasswords.stage.Trust;
import io.github.keycloakapppasswords.validation.Asking;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;

/** Asks through a balancer as gateways do, by HTTPS. */
final class BalancedGateway {
    private final SSLContext trust;
    private final Http http;
    private final String realm;

    BalancedGateway(CertificateAuthority authority, String realm) {
        trust = Trust.in(authority.certificate());
        http = new Http(trust);
        this.realm = realm;
    }

    /** The status of the answer to a question for IMAP. */
    int ask(Balancer balancer, Gateway gateway, String username, String password) {
        return ask(balancer, gateway, username, password, request -> request);
    }

    /** @param more what the request has besides */
    int ask(
            Balancer balancer,
            Gateway gateway,
            String username,
            String password,
            UnaryOperator<HttpRequest.Builder> more) {
        HttpRequest.Builder request = more.apply(as(gateway, balancer, "/realms/" + realm + "/app-passwords/validate"));
        return http.send(Http.withJson(
                        request, "POST", Map.of("username", username, "password", password, "protocol", Asking.IMAP)))
                .status();
    }

    /** The status of the answer to a question of any content. */
    int send(Balancer balancer, Gateway gateway, BodyPublisher body) {
        return http.send(as(gateway, balancer, "/realms/" + realm + "/app-passwords/validate")
                        .header("Content-Type", "application/json")
                        .POST(body)
                        .build())
                .status();
    }

    /** The status of the answer to a GET. */
    int get(Balancer balancer, String path) {
        return http.send(HttpRequest.newBuilder(uri(balancer, path)).build()).status();
    }

    /** Begins a question whose body stays away. */
    Socket beginSlowly(Balancer balancer) {
        try {
            Socket socket = trust.getSocketFactory().createSocket("127.0.0.1", balancer.port());
            String head = "POST /realms/" + realm + "/app-passwords/validate HTTP/1.1\r\nHost: localhost\r\n"
                    + "Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static HttpRequest.Builder as(Gateway gateway, Balancer balancer, String path) {
        return HttpRequest.newBuilder(uri(balancer, path))
                .header("Authorization", Http.basic(gateway.clientId(), gateway.secret()));
    }

    private static URI uri(Balancer balancer, String path) {
        return URI.create("https://localhost:" + balancer.port() + path);
    }
}
