package io.github.keycloakapppasswords.container;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.gateways.Program;
import io.github.keycloakapppasswords.stage.AdminClient;
import io.github.keycloakapppasswords.stage.AppPasswordsPage;
import io.github.keycloakapppasswords.stage.Chromium;
import io.github.keycloakapppasswords.stage.Person;
import io.github.keycloakapppasswords.stage.Project;
import io.github.keycloakapppasswords.stage.Realm;
import io.github.keycloakapppasswords.stage.Visitor;
import io.github.keycloakapppasswords.stage.Waiting;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The page docs/compose.md, by what {@code bin/compose up} prints and nothing else. */
class ComposeIT {
    private static final int LOGIN_DENIED = 67;
    private static final Duration DELIVERY = Duration.ofSeconds(30);

    @Test
    void leadsFromOneCommandToMailByAnAppPasswordAndByOneCommandToNothing() {
        try (ComposeDemo demo = ComposeDemo.up()) {
            assertThat(demo.commands()).hasSize(3);
            String mainPassword = demo.passwordOf("owner");
            String secret = makeAppPassword(demo, mainPassword);
            String read = demo.commands().get(0);
            String send = demo.commands().get(1);
            String readIt = demo.commands().get(2);

            assertThat(shell(read, secret).output()).contains("INBOX");
            assertThat(shell(read, mainPassword).status()).isEqualTo(LOGIN_DENIED);
            assertThat(shell(send, mainPassword).status()).isEqualTo(LOGIN_DENIED);
            assertThat(shell(send, secret).status()).isZero();
            Waiting.until(DELIVERY, "the message is in the mailbox", () -> shell(readIt, secret)
                    .output()
                    .contains("Subject: Hello"));
            assertThat(shell(toOthers(send), secret).status()).isNotZero();
        }
        assertThat(left("ps", "--all", "--quiet")).isEmpty();
        assertThat(left("volume", "ls", "--quiet")).isEmpty();
        assertThat(left("network", "ls", "--quiet")).isEmpty();
        assertThat(left("image", "ls", "--quiet")).isEmpty();
        assertThat(Project.root().resolve("docker/.env." + ComposeDemo.NAME)).doesNotExist();
    }

    private static String makeAppPassword(ComposeDemo demo, String mainPassword) {
        // Nothing of the admin's is called: the demo must have set itself up.
        Realm realm = Realm.at(demo.keycloakUrl(), new AdminClient(demo.keycloakUrl(), "nobody", ""), "demo");
        Person owner = new Person("", "owner", mainPassword, Optional.empty());
        try (Chromium chromium = Chromium.start();
                Visitor visitor = chromium.visitor()) {
            AppPasswordsPage page = new AppPasswordsPage(visitor);
            visitor.open(realm.url() + "/account/account-security/signing-in");
            visitor.login().password(owner);
            page.menuEntry().click();
            page.at("create").click();
            visitor.appPassword().proveByCode(demo.code());
            visitor.appPassword().create("Laptop", "imap", "smtp");
            String secret = visitor.appPassword().secret();
            visitor.appPassword().finish();
            assertThat(page.labels()).containsExactly("Laptop");
            return secret;
        }
    }

    /** As pasted, but for the password, for which curl would ask at a terminal. */
    private static Program shell(String command, String password) {
        assertThat(command).endsWith("--user owner");
        return Program.run(List.of("bash", "-c", command + ":" + password), "");
    }

    private static String toOthers(String send) {
        return send.replace("--mail-rcpt owner@example.org", "--mail-rcpt someone@example.com");
    }

    private static String left(String... command) {
        String[] filtered = Arrays.copyOf(command, command.length + 2);
        filtered[command.length] = "--filter";
        filtered[command.length + 1] = "label=com.docker.compose.project=" + ComposeDemo.NAME;
        return Docker.run(filtered);
    }
}
