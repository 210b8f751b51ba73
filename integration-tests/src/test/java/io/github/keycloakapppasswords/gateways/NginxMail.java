package io.github.keycloakapppasswords.gateways;

import io.github.keycloakapppasswords.stage.CertificateAuthority;
import io.github.keycloakapppasswords.stage.Gateway;
import io.github.keycloakapppasswords.stage.Http;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** nginx as mail proxy, its relay and its back end, installed as {@code docs/gateways/nginx-mail.md} says. */
final class NginxMail implements AutoCloseable {
    /** What nginx's mail proxy makes of Keycloak's answers by itself. */
    private static final String BARE_RELAY =
            """
            server {
              listen 127.0.0.1:%d;
              location / {
                proxy_pass https://%s/realms/%s/app-passwords/nginx-mail;
              }
            }
            """;

    private final RecipeFolder folder = RecipeFolder.create("nginx-mail");
    private final NginxMailPorts ports;
    private final NginxMailVariant variant;
    private final GatewayTerms terms;
    private final TlsMailClient client;
    private final NginxMailBackend backend;
    private final Nginx nginx;

    private NginxMail(
            GatewayTerms terms, CertificateAuthority authority, NginxMailPorts ports, NginxMailVariant variant) {
        this.terms = terms;
        this.ports = ports;
        this.variant = variant;
        this.client = new TlsMailClient(ports, terms.caFile());
        String backendPassword = UUID.randomUUID().toString();
        backend = variant.anyoneMayEnter()
                ? NginxMailBackend.forAnyone(folder, ports)
                : NginxMailBackend.start(folder, ports, backendPassword);
        try {
            installMail(authority.server("localhost"));
            installRelay(backendPassword);
            changeFile(terms.credential());
            nginx = Nginx.mail(folder, ports.front());
        } catch (RuntimeException e) {
            backend.close();
            folder.delete();
            throw e;
        }
    }

    /**
     * Starts one.
     *
     * @param authority signs nginx's certificate
     * @param variant what differs from the recipe
     */
    static NginxMail start(
            GatewayTerms terms, CertificateAuthority authority, NginxMailPorts ports, NginxMailVariant variant) {
        return new NginxMail(terms, authority, ports, variant);
    }

    /** A mail program that believes nginx's certificate. */
    TlsMailClient client() {
        return client;
    }

    NginxMailPorts ports() {
        return ports;
    }

    NginxMailBackend backend() {
        return backend;
    }

    /** Everything that nginx, its relay and Dovecot logged. */
    String logs() {
        return nginx.logs() + read("mail.log") + read("relay.log") + backend.logged();
    }

    void deliver(String loginIdentity) {
        backend.deliver(loginIdentity, MailOf.subject(loginIdentity));
    }

    void changeSecret(String secret) {
        changeFile(new Gateway(terms.credential().clientId(), secret));
        nginx.reload();
    }

    @Override
    public void close() {
        nginx.close();
        backend.close();
        folder.delete();
    }

    private void changeFile(Gateway credential) {
        folder.writeSecret(
                "gateway-secret.conf", variant.gatewaySecret(Http.basic(credential.clientId(), credential.secret())));
    }

    private void installMail(CertificateAuthority.Issued certificate) {
        Map<String, String> adaptations = new LinkedHashMap<>(variant.mail());
        adaptations.put(
                "/etc/nginx/app-passwords/mail.example.org.pem",
                certificate.certificate().toString());
        adaptations.put(
                "/etc/nginx/app-passwords/mail.example.org.key",
                certificate.key().toString());
        adaptations.put("/etc/nginx/app-passwords/gateway-secret.conf", path("gateway-secret.conf"));
        adaptations.put("/var/log/nginx/mail.log", path("mail.log"));
        adaptations.put("auth_http 127.0.0.1:8096", "auth_http 127.0.0.1:" + ports.relay());
        adaptations.put("listen 993 ssl; listen [::]:993 ssl;", "listen 127.0.0.1:" + ports.imap() + " ssl;");
        adaptations.put("listen 995 ssl; listen [::]:995 ssl;", "listen 127.0.0.1:" + ports.pop3() + " ssl;");
        adaptations.put("listen 465 ssl; listen [::]:465 ssl;", "listen 127.0.0.1:" + ports.smtp() + " ssl;");
        adaptations.put("listen 587;     listen [::]:587;", "listen 127.0.0.1:" + ports.submission() + ";");
        folder.install("mail.conf", "mail.conf", adaptations);
    }

    private void installRelay(String backendPassword) {
        String keycloak = terms.keycloakUrl().substring("https://".length());
        if (variant.bareRelay()) {
            folder.write("conf.d/relay.conf", BARE_RELAY.formatted(ports.relay(), keycloak, terms.realm()));
            return;
        }
        folder.writeSecret("backend-password.conf", variant.backendPassword(backendPassword));
        Map<String, String> adaptations = new LinkedHashMap<>(variant.relay(terms));
        adaptations.put("server keycloak.example.org:443", "server " + keycloak);
        adaptations.put("Host keycloak.example.org", "Host localhost");
        adaptations.put("proxy_ssl_name keycloak.example.org", "proxy_ssl_name localhost");
        adaptations.put("/realms/example/", "/realms/" + terms.realm() + "/");
        adaptations.put("/etc/ssl/certs/ca-certificates.crt", terms.caFile().toString());
        adaptations.put("/etc/nginx/app-passwords/backend-password.conf", path("backend-password.conf"));
        adaptations.put("listen 127.0.0.1:8096", "listen 127.0.0.1:" + ports.relay());
        adaptations.put("/var/log/nginx/error.log", path("relay.log"));
        folder.install("relay.conf", "conf.d/relay.conf", adaptations);
    }

    private String read(String file) {
        return RecipeFolder.read(folder.resolve(file));
    }

    private String path(String file) {
        return folder.resolve(file).toString();
    }
}
