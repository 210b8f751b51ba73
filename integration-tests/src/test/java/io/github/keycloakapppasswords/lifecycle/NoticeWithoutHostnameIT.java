package io.github.keycloakapppasswords.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.keycloakapppasswords.lifecycle.Mailbox.Mail;
import io.github.keycloakapppasswords.stage.KeycloakOptions;
import io.github.keycloakapppasswords.stage.KeycloakServer;
import io.github.keycloakapppasswords.stage.NewUser;
import io.github.keycloakapppasswords.stage.Person;
import io.github.keycloakapppasswords.stage.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** Mails of a Keycloak that is not told its own address, and believes whatever a request says. */
@TestInstance(Lifecycle.PER_CLASS)
class NoticeWithoutHostnameIT {

    private final KeycloakServer keycloak = KeycloakServer.start(KeycloakOptions.shipped()
            .withProvider(Project.fixtureJar())
            .forTests()
            .withFilledDatabase()
            .withStartOption("--hostname-strict=false"));
    private final Mailbox mailbox = new Mailbox();

    @AfterAll
    void stop() {
        keycloak.close();
        mailbox.close();
    }

    @Test
    void haveNoLinksAndSayHowToGoOn() throws IOException {
        try (LifeRealm realm = new LifeRealm(keycloak, Map.of("smtpServer", mailbox.smtpServer()))) {
            Person alice = realm.realm().user(NewUser.named("alice").withOtp());
            ForgedHost.issue(realm.realm(), alice, "phone");

            Mail mail = mailbox.await(alice, "New app password");

            assertThat(mail.text())
                    .contains("* phone")
                    .contains("sign in to your account as you always do")
                    .contains(
                            "If not, sign in to your account, open “Account security”, then “Signing in”, and revoke it")
                    .doesNotContain("This was not me");
            assertThat(mail.raw() + mail.text() + mail.html())
                    .doesNotContain("attacker")
                    .doesNotContain("http:")
                    .doesNotContain("https:");
            assertThat(Files.readString(keycloak.log())).contains("no address is configured for them");
            JsonNode links = realm.realm().setUp().path("mailLinks");
            assertThat(links.path("status").asText()).isEqualTo("warning");
            assertThat(links.path("detail").asText())
                    .contains("set the server's option hostname to a full URL")
                    .contains("or the realm's frontend URL");
        }
    }

    @Test
    void leadToTheFrontendUrlOfTheRealm() {
        Map<String, Object> settings = Map.of(
                "smtpServer",
                mailbox.smtpServer(),
                "attributes",
                Map.of("frontendUrl", "https://keycloak.example.org/auth"));
        try (LifeRealm realm = new LifeRealm(keycloak, settings)) {
            Person bob = realm.realm().user(NewUser.named("bob").withOtp());
            ForgedHost.issue(realm.realm(), bob, "phone");

            Mail mail = mailbox.await(bob, "New app password");

            assertThat(realm.realm().setUp().path("mailLinks").path("status").asText())
                    .isEqualTo("kept");
            assertThat(mail.raw()).doesNotContain("attacker");
            assertThat(mail.text())
                    .contains("follow “This was not me” and confirm")
                    .contains("https://keycloak.example.org/auth/realms/"
                            + realm.realm().name() + "/account/")
                    .contains("https://keycloak.example.org/auth/realms/"
                            + realm.realm().name() + "/app-passwords/not-me?key=");
        }
    }
}
