package io.github.keycloakapppasswords.container;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.keycloakapppasswords.gateways.Program;
import io.github.keycloakapppasswords.stage.Chromium;
import io.github.keycloakapppasswords.stage.Gateway;
import io.github.keycloakapppasswords.stage.Http;
import io.github.keycloakapppasswords.stage.NewUser;
import io.github.keycloakapppasswords.stage.Person;
import io.github.keycloakapppasswords.stage.Project;
import io.github.keycloakapppasswords.stage.Realm;
import io.github.keycloakapppasswords.stage.Visitor;
import io.github.keycloakapppasswords.validation.Asking;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The image: what is in it, that it starts healthy, the main job, and that nothing is lost with its container. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ImageIT {
    private static final String IMAGE = "keycloak-app-passwords-it:1";
    private static final String NEXT_IMAGE = "keycloak-app-passwords-it:2";
    private static final String REALM = "mail";

    private final KeycloakOnPostgres server;
    private final Person alice;
    private final Gateway gateway;
    private final JsonNode setUp;

    ImageIT() {
        Docker.buildKeycloak(IMAGE, "1");
        Docker.buildKeycloak(NEXT_IMAGE, "2");
        server = new KeycloakOnPostgres(IMAGE);
        Realm realm = server.createRealm(REALM);
        setUp = realm.setUp();
        gateway = realm.gateway("dovecot", "imap");
        alice = realm.user(NewUser.named("alice").withOtp());
    }

    @AfterAll
    void end() {
        server.close();
        Docker.run("image", "rm", IMAGE, NEXT_IMAGE);
    }

    @Test
    void runsAsNobodyInParticularAndSaysWhatItIs() {
        assertThat(Docker.inspect(IMAGE, "{{.Config.User}}")).isEqualTo("1000");
        assertThat(Docker.inspect(IMAGE, "{{json .Config.Labels}}"))
                .contains(
                        "\"org.opencontainers.image.title\":\"Keycloak with Keycloak App Passwords\"",
                        "\"org.opencontainers.image.licenses\":\"Apache-2.0\"",
                        "\"org.opencontainers.image.version\":\"1\"");
        assertThat(server.run("id -u")).isEqualTo("1000");
    }

    /** Byte for byte the one that was tested. */
    @Test
    void hasTheShippedJarAmongTheProvidersAndNoOther() {
        assertThat(server.run("cd /opt/keycloak/providers && sha256sum *.jar"))
                .isEqualTo(sha256(Project.shippedJar().toString()) + "  "
                        + Project.shippedJar().getFileName());
    }

    /** Two layers on the base: the providers, and what the build of Keycloak writes. */
    @Test
    void addsNothingElseToKeycloak() {
        List<String> base = layers(Docker.keycloakBase());
        List<String> ours = layers(IMAGE);

        assertThat(ours).startsWith(base.toArray(String[]::new)).hasSize(base.size() + 2);
    }

    @Test
    void isBuiltWithHealthAndMetrics() {
        assertThat(get("/health/ready")).contains("\"UP\"");
        assertThat(get("/metrics")).contains("app_passwords_uses_waiting");
    }

    @Test
    void turnsARealmOnByOneCall() {
        assertThat(setUp.path("requiredAction").path("status").asText()).isEqualTo("created");
        assertThat(setUp.path("directGrantFlow").path("status").asText()).isEqualTo("created");
    }

    @Test
    void tellsAGatewayRightFromWrong() {
        Asking dovecot = Asking.as(server.realm(REALM), gateway);
        JsonNode scanner = deviceAppPassword("Scanner");

        assertThat(dovecot.status("alice", scanner.path("secret").asText())).isEqualTo(200);
        assertThat(dovecot.status("alice", alice.password())).isEqualTo(401);
        assertThat(dovecot.status("nobody", scanner.path("secret").asText())).isEqualTo(401);

        Realm realm = server.realm(REALM);
        realm.revoke(alice, scanner.path("id").asText());
        assertThat(dovecot.status("alice", scanner.path("secret").asText())).isEqualTo(401);
    }

    @Test
    void letsAUserMakeOneInTheBrowser() {
        assertThat(Asking.as(server.realm(REALM), gateway).status("alice", madeInTheBrowser("Laptop")))
                .isEqualTo(200);
    }

    @Test
    void losesNothingWhenItsContainerIsReplacedByOneOfAnotherImage() {
        String phone = deviceAppPassword("Phone").path("secret").asText();
        server.realm(REALM).policy(Map.of("maximum-per-user", "7"));

        server.replaceBy(NEXT_IMAGE);

        Realm realm = server.realm(REALM);
        Asking dovecot = Asking.as(realm, gateway);
        assertThat(dovecot.status("alice", phone)).isEqualTo(200);
        assertThat(dovecot.status("alice", alice.password())).isEqualTo(401);
        assertThat(realm.admin()
                        .get(realm.path("/authentication/required-actions/configure-app-password/config"))
                        .path("config")
                        .path("maximum-per-user")
                        .asText())
                .isEqualTo("7");
        assertThat(realm.setUp().findValuesAsText("status")).isNotEmpty().doesNotContain("created", "conflict");
    }

    private JsonNode deviceAppPassword(String label) {
        Realm realm = server.realm(REALM);
        Map<String, Object> wish = Map.of("label", label, "protocols", List.of("imap"));
        return realm.admin()
                .exchange("POST", realm.path("/app-passwords/users/" + alice.id()), wish)
                .json();
    }

    private String madeInTheBrowser(String label) {
        try (Chromium chromium = Chromium.start();
                Visitor visitor = chromium.visitor()) {
            visitor.appPassword().begin(server.realm(REALM));
            visitor.login().password(alice);
            visitor.login().code(alice.app().freshCode());
            visitor.appPassword().create(label, "imap");
            String secret = visitor.appPassword().secret();
            visitor.appPassword().finish();
            assertThat(visitor.appPassword().outcome()).isEqualTo("success");
            return secret;
        }
    }

    private String get(String path) {
        return new Http()
                .send(HttpRequest.newBuilder(URI.create(server.managementUrl() + path))
                        .build())
                .body();
    }

    private static List<String> layers(String image) {
        return List.of(Docker.inspect(image, "{{range .RootFS.Layers}}{{println .}}{{end}}")
                .split("\\s+"));
    }

    private static String sha256(String file) {
        return Program.run(List.of("sha256sum", file), "").output().split(" ", 2)[0];
    }
}
