package io.github.keycloakapppasswords.balancer;

import io.github.keycloakapppasswords.gateways.Nginx;
import io.github.keycloakapppasswords.gateways.RecipeFolder;
import io.github.keycloakapppasswords.stage.CertificateAuthority;
import io.github.keycloakapppasswords.stage.Ports;
import io.github.keycloakapppasswords.stage.Project;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** nginx with the recipe. */
public final class NginxBalancer implements Balancer {
    private final RecipeFolder folder = RecipeFolder.of(Project.balancerRecipe("nginx"));
    private final int port = Ports.free();
    private final Nginx nginx;

    /**
     * Starts it before two nodes.
     *
     * @param authority who signed the nodes' certificates, and signs that of the balancer
     * @param nodes their hosts and ports
     */
    public NginxBalancer(CertificateAuthority authority, List<String> nodes) {
        folder.install(
                "app-passwords-balancer.conf", "conf.d/app-passwords-balancer.conf", adaptations(authority, nodes));
        try {
            nginx = Nginx.http(folder, List.of(port));
        } catch (RuntimeException e) {
            folder.delete();
            throw e;
        }
    }

    private Map<String, String> adaptations(CertificateAuthority authority, List<String> nodes) {
        CertificateAuthority.Issued own = authority.server("localhost");
        Map<String, String> adaptations = new LinkedHashMap<>();
        adaptations.put("listen 443 ssl;", "listen 127.0.0.1:" + port + " ssl;");
        adaptations.put(
                "/etc/nginx/app-passwords/keycloak.example.org.pem",
                own.certificate().toString());
        adaptations.put(
                "/etc/nginx/app-passwords/keycloak.example.org.key", own.key().toString());
        adaptations.put("/var/log/nginx/error.log", folder.resolve("site.log").toString());
        adaptations.put(
                "/etc/ssl/certs/ca-certificates.crt", authority.certificate().toString());
        adaptations.put("proxy_ssl_name keycloak.example.org", "proxy_ssl_name localhost");
        adaptations.put("192.0.2.11:8443", nodes.get(0));
        adaptations.put("192.0.2.12:8443", nodes.get(1));
        return adaptations;
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public String log() {
        return nginx.logs() + RecipeFolder.read(folder.resolve("site.log"));
    }

    @Override
    public void close() {
        nginx.close();
        folder.delete();
    }

    @Override
    public String toString() {
        return "nginx";
    }
}
