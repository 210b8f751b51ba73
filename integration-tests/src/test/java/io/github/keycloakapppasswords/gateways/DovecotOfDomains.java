package io.github.keycloakapppasswords.gateways;

import io.github.keycloakapppasswords.stage.DovecotVersion;
import io.github.keycloakapppasswords.stage.Gateway;
import io.github.keycloakapppasswords.stage.MailClient;
import io.github.keycloakapppasswords.stage.Realm;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A Dovecot whose mail domains {@code example.org} and {@code example.net} have a realm each, by the files for that. */
final class DovecotOfDomains implements AutoCloseable {
    private static final String ETC = "/etc/dovecot/";
    private static final DovecotVersion VERSION = DovecotVersion.installed();

    private final RecipeFolder folder = RecipeFolder.create("dovecot-moving");
    private final Path authority;
    private final ImapDovecot dovecot;

    private DovecotOfDomains(Map<String, Realm> realms, String keycloakUrl, Path authority) {
        this.authority = authority;
        folder.write(
                "auth.conf",
                withoutPassdb(folder.recipe("../dovecot/" + VERSION.number() + "/auth-app-passwords.conf.ext")));
        folder.write(
                "auth-realms.conf.ext",
                folder.recipe(VERSION.number() + "/auth-realms.conf.ext").replace(ETC, folder.resolve("") + "/"));
        realms.forEach((domain, realm) -> install(domain, keycloakUrl + "/realms/" + realm.name(), realm));
        folder.write("mail/empty", "");
        folder.give(folder.resolve("mail"), "nobody");
        String includes = "!include %1$s/auth.conf\n!include %1$s/auth-realms.conf.ext\n".formatted(folder.resolve(""));
        dovecot = ImapDovecot.start(folder, includes + mailboxes());
    }

    /** @param realms the realm of each domain */
    static DovecotOfDomains start(Map<String, Realm> realms, String keycloakUrl, Path authority) {
        return new DovecotOfDomains(realms, keycloakUrl, authority);
    }

    MailClient client() {
        return dovecot.client();
    }

    @Override
    public void close() {
        dovecot.close();
    }

    private String mailboxes() {
        String userdb =
                switch (VERSION) {
                    case V2_3 -> "userdb {\n  driver = static\n}\n";
                    case V2_4 -> "userdb static {\n}\n";
                };
        return userdb + VERSION.maildir(folder.resolve("mail") + "/" + VERSION.user());
    }

    /** The recipe's settings with the realms' certificate authority, but without its own passdb. */
    private String withoutPassdb(String settings) {
        int start = settings.indexOf("\npassdb ") + 1;
        int end = settings.indexOf("\n}\n", start) + 3;
        return (settings.substring(0, start) + settings.substring(end))
                .replace("/etc/ssl/certs/ca-certificates.crt", authority.toString());
    }

    private void install(String domain, String realmUrl, Realm realm) {
        Gateway gateway = realm.gateway("dovecot", Map.of("protocols", List.of("imap"), "loginIdentity", "email"));
        Path secret = folder.writeSecret("keycloak-gateway-" + domain + ".secret", gateway.secret());
        folder.give(secret, "dovecot");
        String script = "app-password-" + domain + ".lua";
        folder.install(
                "../dovecot/app-password.lua",
                script,
                Map.of(
                        "https://keycloak.example.org/realms/example",
                        realmUrl,
                        "local SECRET_FILE = \"/etc/dovecot/keycloak-gateway.secret\"",
                        "local SECRET_FILE = \"" + secret + "\""));
        folder.install(
                "domain-example.org.lua",
                "domain-" + domain + ".lua",
                Map.of(
                        "local DOMAIN = \"example.org\"",
                        "local DOMAIN = \"" + domain + "\"",
                        "dofile(\"/etc/dovecot/app-password-example.org.lua\")",
                        "dofile(\"" + folder.resolve(script) + "\")"));
    }
}
