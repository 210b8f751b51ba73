package io.github.keycloakapppasswords;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.keycloakapppasswords.feed.Follower;
import io.github.keycloakapppasswords.secret.AppPassword;
import io.github.keycloakapppasswords.secret.AppPasswordHash;
import io.github.keycloakapppasswords.secret.AppPasswordHasher;
import io.github.keycloakapppasswords.stage.Gateway;
import io.github.keycloakapppasswords.stage.Http;
import io.github.keycloakapppasswords.stage.KeycloakOptions;
import io.github.keycloakapppasswords.stage.KeycloakServer;
import io.github.keycloakapppasswords.stage.Project;
import io.github.keycloakapppasswords.stage.Realm;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A realm file that the server's operator imports at its start: the one way to bring app passwords along. */
class OperatorImportIT {

    private final SecureRandom random = new SecureRandom();
    private final AppPassword restored = AppPassword.generate(random);

    @Test
    void restoresAppPasswords(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("restored-realm.json");
        new ObjectMapper().writeValue(file.toFile(), realmFile());
        KeycloakOptions options = KeycloakOptions.shipped()
                .withProvider(Project.fixtureJar())
                .withRealm(file)
                .forTests()
                .withFilledDatabase();

        try (KeycloakServer keycloak = KeycloakServer.start(options)) {
            Realm realm = Realm.existing(keycloak, "restored");
            realm.setUp();
            Gateway gateway = realm.gateway("dovecot", "imap");

            Follower follower = new Follower(realm, gateway);

            assertThat(validate(realm, gateway, restored.reveal())).isEqualTo(200);
            assertThat(validate(realm, gateway, AppPassword.generate(random).reveal()))
                    .isEqualTo(401);
            String anna = realm.admin()
                    .get(realm.path("/users?username=anna"))
                    .path(0)
                    .path("id")
                    .asText();
            realm.admin().put(realm.path("/users/" + anna), Map.of("enabled", false));
            follower.await("user_disabled", "anna");

            realm.admin().put(realm.path("/users/" + anna), Map.of("enabled", true));
            keycloak.stop();
            keycloak.importOver(keycloak.export("restored"));
            keycloak.start();
            assertThat(validate(realm, gateway, restored.reveal()))
                    .as("after an import over the realm")
                    .isEqualTo(200);
        }
    }

    private Map<String, Object> realmFile() {
        AppPasswordHash hash = new AppPasswordHasher().hash(restored, random);
        Map<String, Object> credential = Map.of(
                "type",
                "app-password",
                "userLabel",
                "Phone",
                "createdDate",
                1_760_000_000_000L,
                "credentialData",
                "{\"version\":1,\"protocols\":[\"imap\"],\"networks\":[],\"issuedBy\":\"anna\",\"deviceAccount\":false}",
                "secretData",
                "{\"algorithm\":\"sha-256\",\"salt\":\"" + hash.salt() + "\",\"hash\":\"" + hash.digest() + "\"}");
        return Map.of(
                "realm",
                "restored",
                "enabled",
                true,
                "users",
                List.of(Map.of("username", "anna", "enabled", true, "credentials", List.of(credential))));
    }

    private static int validate(Realm realm, Gateway gateway, String password) {
        String basic = Base64.getEncoder()
                .encodeToString((gateway.clientId() + ":" + gateway.secret()).getBytes(StandardCharsets.UTF_8));
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(realm.validateUrl())).header("Authorization", "Basic " + basic);
        return new Http()
                .send(Http.withJson(
                        request, "POST", Map.of("username", "anna", "password", password, "protocol", "imap")))
                .status();
    }
}
