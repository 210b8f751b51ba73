package io.github.keycloakapppasswords;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.keycloakapppasswords.stage.Chromium;
import io.github.keycloakapppasswords.stage.HttpAnswer;
import io.github.keycloakapppasswords.stage.KeycloakServer;
import io.github.keycloakapppasswords.stage.Project;
import io.github.keycloakapppasswords.stage.Realm;
import io.github.keycloakapppasswords.stage.SharedChromium;
import io.github.keycloakapppasswords.stage.SharedKeycloak;
import io.github.keycloakapppasswords.stage.Visitor;
import io.github.keycloakapppasswords.validation.Kcadm;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The policy at the doors by which Keycloak lets an admin change it. What an invalid one does is the gate's matter. */
@ExtendWith({SharedKeycloak.class, SharedChromium.class})
class PolicyIT {

    private static final String ACTION = "/authentication/required-actions/configure-app-password";

    private final Realm realm;
    private final Chromium chromium;

    PolicyIT(KeycloakServer keycloak, Chromium chromium) {
        this.chromium = chromium;
        realm = Realm.create(keycloak);
        realm.admin()
                .post(
                        realm.path("/authentication/register-required-action"),
                        Map.of("providerId", "configure-app-password", "name", "Configure app password"));
    }

    @AfterEach
    void removeRealm() {
        realm.close();
    }

    @Test
    void showsItsSettingsInTheAdminConsole() throws IOException {
        JsonNode properties =
                realm.admin().get(realm.path(ACTION + "/config-description")).path("properties");

        assertThat(properties.findValuesAsText("name"))
                .isEqualTo(guide().stream().map(row -> row.get(1)).toList());
        assertThat(properties.findValuesAsText("helpText")).doesNotContain("");
    }

    @Test
    void isCalledInTheGuideWhatTheAdminConsoleCallsIt() throws IOException {
        JsonNode properties =
                realm.admin().get(realm.path(ACTION + "/config-description")).path("properties");
        List<String> shown = new ArrayList<>();
        properties.forEach(property -> shown.add(property.path("label").asText() + " Default: "
                + property.path("helpText").asText().replaceFirst(".* Default: ", "")));

        assertThat(shown)
                .isEqualTo(guide().stream()
                        .map(row -> row.get(0) + " Default: " + row.get(3).replace("`", "") + ".")
                        .toList());
    }

    /** The rows of the guide's table of the policy: label, key, type, default, effect. */
    private static List<List<String>> guide() throws IOException {
        return Files.readString(Project.root().resolve("docs/admin-guide.md"))
                .lines()
                .dropWhile(line -> !line.equals("## Policy"))
                .takeWhile(line -> !line.startsWith("Lists are separated by"))
                .filter(line -> line.contains(": ") && line.startsWith("| "))
                .map(line -> List.of(line.substring(2)
                        .replace("` |", " |")
                        .replace("| `", "| ")
                        .split(" \\| ")))
                .toList();
    }

    @Test
    void freezesNoDefaultWhenTheUntouchedDialogIsSaved() {
        realm.setUp();

        try (Visitor admin = chromium.visitor()) {
            PolicyDialog dialog = PolicyDialog.open(admin, realm);
            dialog.picture(Project.root().resolve("integration-tests/target/screenshots/policy-dialog.png"));
            dialog.save();
        }

        assertThat(stored().values()).isNotEmpty().containsOnly("default");
        assertThat(stored()).containsKeys("enrolment-offered", "on-password-change", "mail-when-new-network");
    }

    @Test
    void isSetByTheGuidesCommands() throws IOException {
        List<String> commands = Pattern.compile(
                        "^kcadm\\.sh (.*required-actions/configure-app-password/config.*)$", Pattern.MULTILINE)
                .matcher(Files.readString(Project.root().resolve("docs/admin-guide.md")))
                .results()
                .map(command -> command.group(1).replace("REALM", realm.name()))
                .toList();
        assertThat(commands).hasSize(4);
        Kcadm kcadm = new Kcadm(realm);

        kcadm.run(Kcadm.words(commands.get(0)));
        assertThat(stored()).containsEntry("longest-lifetime-days", "365").hasSize(3);
        assertThat(kcadm.run(Kcadm.words(commands.get(1)))).contains("\"longest-lifetime-days\" : \"365\"");
        kcadm.run(Kcadm.words(commands.get(2)));
        assertThat(stored()).doesNotContainKey("longest-lifetime-days").hasSize(2);
        kcadm.run(Kcadm.words(commands.get(3)));
        assertThat(stored()).isEmpty();
    }

    @Test
    void refusesABadValueAndKeepsTheOld() {
        realm.policy(Map.of("maximum-per-user", "5"));

        HttpAnswer answer = putConfig(Map.of("maximum-per-user", "5000", "freshness-seconds", "60"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body())
                .contains(
                        "\\\"New app passwords: maximum per user\\\" (maximum-per-user) cannot be \\\"5000\\\". It must"
                                + " be a whole number from 1 to 1000.");
        assertThat(stored()).isEqualTo(Map.of("maximum-per-user", "5"));
    }

    @Test
    void takesWhatTheAdminConsoleSends() {
        HttpAnswer answer = putConfig(Map.of(
                "second-factors", "otp##webauthn",
                "identity-provider-factors", "corp amr mfa##corp acr gold",
                "freshness-seconds", "120",
                "maximum-per-user", "",
                "protocols", "imap##smtp##print",
                "owners-may-restrict-networks", "true",
                "on-password-change", "revoke",
                "servers", "imap imap.example.org:993 tls##smtp smtp.example.org:465 tls"));

        assertThat(answer.status()).isEqualTo(204);
        assertThat(stored()).containsEntry("protocols", "imap##smtp##print").doesNotContainKey("maximum-per-user");
    }

    private HttpAnswer putConfig(Map<String, String> config) {
        return realm.admin().exchange("PUT", realm.path(ACTION + "/config"), Map.of("config", config));
    }

    private Map<String, String> stored() {
        JsonNode config = realm.admin().get(realm.path(ACTION + "/config")).path("config");
        Map<String, String> stored = new TreeMap<>();
        config.properties()
                .forEach(field -> stored.put(field.getKey(), field.getValue().asText()));
        return stored;
    }
}
