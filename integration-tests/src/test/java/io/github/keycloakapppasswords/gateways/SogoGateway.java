package io.github.keycloakapppasswords.gateways;

import io.github.keycloakapppasswords.stage.CertificateAuthority;
import io.github.keycloakapppasswords.stage.Http;
import io.github.keycloakapppasswords.stage.Ports;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** nginx before {@link Sogo}, installed as {@code docs/gateways/sogo.md} says, and a calendar program. */
final class SogoGateway implements StockGateway {
    private static final String WHO_AM_I =
            "<?xml version=\"1.0\"?><propfind xmlns=\"DAV:\"><prop><current-user-principal/></prop></propfind>";
    private static final Pattern PRINCIPAL =
            Pattern.compile("current-user-principal[^>]*><D:href>/SOGo/dav/([^/<]*)/</D:href>");

    private final RecipeFolder folder = RecipeFolder.create("sogo");
    private final int port = Ports.free();
    private final GatewayTerms terms;
    private final Sogo sogo;
    private final boolean closesSogo;
    private final Nginx nginx;

    private SogoGateway(GatewayTerms terms, CertificateAuthority authority, Sogo sogo, boolean closesSogo) {
        this.terms = terms;
        this.sogo = sogo;
        this.closesSogo = closesSogo;
        install(authority.server("localhost"));
        changeFile(terms.credential().secret());
        nginx = Nginx.http(folder, List.of(port));
    }

    /** Starts all of it and returns when it answers. */
    static SogoGateway start(GatewayTerms terms, CertificateAuthority authority) {
        Sogo sogo = Sogo.start();
        try {
            return new SogoGateway(terms, authority, sogo, true);
        } catch (RuntimeException e) {
            sogo.close();
            throw e;
        }
    }

    /** Another nginx before the same SOGo, which asks another Keycloak. */
    SogoGateway asking(GatewayTerms others, CertificateAuthority authority) {
        return new SogoGateway(others, authority, sogo, false);
    }

    /** A request to this server, with a path that begins with a slash and is sent as it is. */
    Curl request(String path) {
        return Curl.to("https://localhost:" + port + path, terms.caFile());
    }

    /** The request by which a calendar program asks whose calendars there are. */
    Curl whoAmI() {
        return request("/SOGo/dav/")
                .option("request", "PROPFIND")
                .header("Depth: 0")
                .header("Content-Type: text/xml; charset=utf-8")
                .option("data", WHO_AM_I);
    }

    /** A connection to the Dovecot that serves SOGo. */
    MailLines mailbox() throws IOException {
        return MailLines.inClearText(sogo.mailPort());
    }

    /** The messages that SOGo has sent, header and body. */
    List<String> sent() {
        return sogo.sent();
    }

    /** Everything that nginx, SOGo and its Dovecot logged. */
    String logs() {
        return nginx.logs() + RecipeFolder.read(folder.resolve("site.log")) + sogo.log();
    }

    @Override
    public Login login(String username, String password) {
        Curl.Answer answer = whoAmI().user(username, password).run();
        return switch (answer.status()) {
            case 207 -> Login.in(principal(answer));
            case 401 -> Login.wrong(answer.headers().toString());
            case 503 -> Login.later(answer.header("Retry-After").orElseThrow());
            default -> throw new IllegalStateException("Neither right nor wrong nor temporary: " + answer);
        };
    }

    /** Whose collections there are, from the answer to {@link #whoAmI()}. */
    static String principal(Curl.Answer answer) {
        Matcher principal = PRINCIPAL.matcher(answer.body());
        return principal.find() ? principal.group(1) : "nobody: " + answer;
    }

    @Override
    public void changeSecret(String secret) {
        changeFile(secret);
        nginx.reload();
    }

    @Override
    public void deliver(String loginIdentity) {
        sogo.deliver(loginIdentity);
    }

    @Override
    public void close() {
        nginx.close();
        if (closesSogo) {
            sogo.close();
        }
        folder.delete();
    }

    private void changeFile(String secret) {
        folder.writeSecret(
                "sogo-gateway-secret.conf",
                "proxy_set_header X-Gateway-Authorization \""
                        + Http.basic(terms.credential().clientId(), secret) + "\";");
    }

    private void install(CertificateAuthority.Issued certificate) {
        Map<String, String> adaptations = new LinkedHashMap<>();
        adaptations.put("listen 443 ssl;", "listen 127.0.0.1:" + port + " ssl;");
        adaptations.put("listen [::]:443 ssl;", "");
        adaptations.put(
                "/etc/nginx/app-passwords/groupware.example.org.pem",
                certificate.certificate().toString());
        adaptations.put(
                "/etc/nginx/app-passwords/groupware.example.org.key",
                certificate.key().toString());
        adaptations.put("/var/log/nginx/error.log", folder.resolve("site.log").toString());
        adaptations.put("127.0.0.1:20000", sogo.address());
        adaptations.put(
                "server keycloak.example.org:443",
                "server " + terms.keycloakUrl().substring("https://".length()));
        adaptations.put("Host keycloak.example.org", "Host localhost");
        adaptations.put("proxy_ssl_name keycloak.example.org", "proxy_ssl_name localhost");
        adaptations.put("/realms/example/", "/realms/" + terms.realm() + "/");
        adaptations.put("/etc/ssl/certs/ca-certificates.crt", terms.caFile().toString());
        adaptations.put(
                "/etc/nginx/app-passwords/sogo-gateway-secret.conf",
                folder.resolve("sogo-gateway-secret.conf").toString());
        folder.install("nginx-sogo.conf", "conf.d/sogo.conf", adaptations);
    }
}
