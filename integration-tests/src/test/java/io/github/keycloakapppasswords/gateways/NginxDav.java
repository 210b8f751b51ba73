package io.github.keycloakapppasswords.gateways;

import io.github.keycloakapppasswords.stage.CertificateAuthority;
import io.github.keycloakapppasswords.stage.Http;
import io.github.keycloakapppasswords.stage.Ports;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** nginx before Radicale, installed as {@code docs/gateways/nginx-auth-request.md} says, and a calendar program. */
final class NginxDav implements DavServer {
    private final RecipeFolder folder = RecipeFolder.create("nginx-auth-request");
    private final int port = Ports.free();
    private final GatewayTerms terms;
    private final Variant variant;
    private final Radicale radicale;
    private final Nginx nginx;

    /** In what it differs from the recipe. */
    enum Variant {
        /** In nothing. */
        RECIPE,
        /** Collections have plain names, as the page says how. */
        PLAIN_NAMES,
        /** Clients may use HTTP/2, as the recipe says how. */
        HTTP_2,
        /** A client certificate in place of a secret, as the page says how. */
        CERTIFICATE
    }

    NginxDav(GatewayTerms terms, CertificateAuthority authority, Variant variant) {
        this.terms = terms;
        this.variant = variant;
        radicale = Radicale.start(variant == Variant.PLAIN_NAMES ? Radicale.Names.PLAIN : Radicale.Names.ENCODED);
        try {
            installNginx(authority.server("localhost"));
            changeFile(terms.credential().secret());
            nginx = Nginx.http(folder, List.of(port));
        } catch (RuntimeException e) {
            radicale.close();
            folder.delete();
            throw e;
        }
    }

    @Override
    public Curl request(String path) {
        return Curl.to("https://localhost:" + port + path, terms.caFile());
    }

    /** Everything that nginx and Radicale logged. */
    String logs() {
        return nginx.logs() + RecipeFolder.read(folder.resolve("site.log")) + radicale.log();
    }

    @Override
    public void changeSecret(String secret) {
        changeFile(secret);
        nginx.reload();
    }

    @Override
    public void deliver(String loginIdentity) {
        radicale.deliver(loginIdentity);
    }

    @Override
    public void close() {
        nginx.close();
        radicale.close();
        folder.delete();
    }

    private void changeFile(String secret) {
        folder.writeSecret(
                "dav-gateway-secret.conf",
                "proxy_set_header X-Gateway-Authorization \""
                        + Http.basic(terms.credential().clientId(), secret) + "\";");
    }

    private void installNginx(CertificateAuthority.Issued certificate) {
        Map<String, String> adaptations = new LinkedHashMap<>();
        adaptations.put("listen 443 ssl;", "listen 127.0.0.1:" + port + (http2ByListen() ? " ssl http2;" : " ssl;"));
        adaptations.put("listen [::]:443 ssl;", "");
        if (variant == Variant.HTTP_2 && Nginx.takesHttp2Directive()) {
            adaptations.put("#http2 on;", "http2 on;");
        }
        adaptations.put(
                "/etc/nginx/app-passwords/dav.example.org.pem",
                certificate.certificate().toString());
        adaptations.put(
                "/etc/nginx/app-passwords/dav.example.org.key",
                certificate.key().toString());
        adaptations.put("/var/log/nginx/error.log", path("site.log"));
        adaptations.put("127.0.0.1:5232", radicale.address());
        adaptations.put(
                "server keycloak.example.org:443",
                "server " + terms.keycloakUrl().substring("https://".length()));
        adaptations.put("Host keycloak.example.org", "Host localhost");
        adaptations.put("proxy_ssl_name keycloak.example.org", "proxy_ssl_name localhost");
        adaptations.put("/realms/example/", "/realms/" + terms.realm() + "/");
        adaptations.put("/etc/ssl/certs/ca-certificates.crt", terms.caFile().toString());
        adaptations.putAll(credential());
        folder.install("dav.conf", "conf.d/dav.conf", adaptations);
    }

    private boolean http2ByListen() {
        return variant == Variant.HTTP_2 && !Nginx.takesHttp2Directive();
    }

    private Map<String, String> credential() {
        if (variant != Variant.CERTIFICATE) {
            return Map.of("/etc/nginx/app-passwords/dav-gateway-secret.conf", path("dav-gateway-secret.conf"));
        }
        return Map.of(
                "include /etc/nginx/app-passwords/dav-gateway-secret.conf;",
                "",
                "/app-passwords/basic;",
                "/app-passwords/basic?client_id=" + terms.credential().clientId() + ";",
                "#proxy_ssl_certificate     /etc/nginx/app-passwords/keycloak-client.pem",
                "proxy_ssl_certificate " + terms.clientCertificate(),
                "#proxy_ssl_certificate_key /etc/nginx/app-passwords/keycloak-client.key",
                "proxy_ssl_certificate_key " + terms.clientKey());
    }

    private String path(String file) {
        return folder.resolve(file).toString();
    }
}
