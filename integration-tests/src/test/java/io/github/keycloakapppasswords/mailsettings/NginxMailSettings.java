package io.github.keycloakapppasswords.mailsettings;

import io.github.keycloakapppasswords.gateways.Nginx;
import io.github.keycloakapppasswords.gateways.RecipeFolder;
import io.github.keycloakapppasswords.stage.CertificateAuthority;
import io.github.keycloakapppasswords.stage.KeycloakOnDatabase;
import io.github.keycloakapppasswords.stage.Ports;
import io.github.keycloakapppasswords.stage.Project;
import io.github.keycloakapppasswords.stage.StageException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** nginx with the recipe, installed as {@code docs/mail-programs.md} says. */
final class NginxMailSettings implements AutoCloseable {
    private static final String KEYCLOAK = "keycloak.example.org";

    private final RecipeFolder folder = RecipeFolder.of(Project.mailSettingsRecipe());
    private final int port = Ports.free();
    private final Nginx nginx;

    /** In the recipe; tests ask more often than any mail program. */
    private static final String RATE = "rate=5r/s";

    NginxMailSettings(KeycloakOnDatabase.Pair servers, String realm) {
        this(servers, realm, servers.httpsUrl());
    }

    /** @param keycloak the address that it takes for Keycloak's, by HTTPS */
    NginxMailSettings(KeycloakOnDatabase.Pair servers, String realm, String keycloak) {
        this(servers, realm, keycloak, "rate=1000r/s");
    }

    /** With the recipe's own limit of requests. */
    static NginxMailSettings limited(KeycloakOnDatabase.Pair servers, String realm) {
        return new NginxMailSettings(servers, realm, servers.httpsUrl(), RATE);
    }

    private NginxMailSettings(KeycloakOnDatabase.Pair servers, String realm, String keycloak, String rate) {
        CertificateAuthority.Issued own = servers.authority().server("localhost");
        Map<String, String> adaptations = new LinkedHashMap<>();
        adaptations.put(RATE, rate);
        adaptations.put("listen 443 ssl;", "listen 127.0.0.1:" + port + " ssl;");
        adaptations.put("listen [::]:443 ssl;", "");
        adaptations.put(
                "/etc/nginx/app-passwords/mail-settings.pem", own.certificate().toString());
        adaptations.put("/etc/nginx/app-passwords/mail-settings.key", own.key().toString());
        adaptations.put("/var/log/nginx/error.log", folder.resolve("site.log").toString());
        adaptations.put(
                "/etc/ssl/certs/ca-certificates.crt",
                servers.authority().certificate().toString());
        adaptations.put("server " + KEYCLOAK + ":443", "server " + keycloak.substring("https://".length()));
        adaptations.put("Host " + KEYCLOAK, "Host localhost");
        adaptations.put("proxy_ssl_name " + KEYCLOAK, "proxy_ssl_name localhost");
        folder.install("mail-settings.conf", "recipe.conf", adaptations);
        String text = RecipeFolder.read(folder.resolve("recipe.conf"));
        if (text.split("/realms/example/", -1).length != 4 || text.contains(KEYCLOAK)) {
            throw new StageException("The page says how often host and realm are in the recipe.");
        }
        folder.write("conf.d/mail-settings.conf", text.replace("/realms/example/", "/realms/" + realm + "/"));
        try {
            nginx = Nginx.http(folder, List.of(port));
        } catch (RuntimeException e) {
            folder.delete();
            throw e;
        }
    }

    String url() {
        return "https://localhost:" + port;
    }

    /** Everything that it has logged. */
    String logs() {
        return nginx.logs() + RecipeFolder.read(folder.resolve("site.log"));
    }

    @Override
    public void close() {
        nginx.close();
        folder.delete();
    }
}
