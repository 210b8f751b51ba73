package io.github.keycloakapppasswords.gate;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.stage.Chromium;
import io.github.keycloakapppasswords.stage.Gateway;
import io.github.keycloakapppasswords.stage.NewUser;
import io.github.keycloakapppasswords.stage.Person;
import io.github.keycloakapppasswords.stage.Realm;
import io.github.keycloakapppasswords.stage.SharedChromium;
import io.github.keycloakapppasswords.stage.TwoNodes;
import io.github.keycloakapppasswords.stage.Visitor;
import io.github.keycloakapppasswords.stage.Waiting;
import io.github.keycloakapppasswords.validation.Asking;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;

/** The page is of one node, and the gateway asks the other. */
@ExtendWith(SharedChromium.class)
@TestInstance(Lifecycle.PER_CLASS)
class FirstSignInOnTwoNodesIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final TwoNodes nodes = TwoNodes.together();
    private final Chromium chromium;

    FirstSignInOnTwoNodesIT(Chromium chromium) {
        this.chromium = chromium;
    }

    @AfterAll
    void close() {
        nodes.close();
    }

    @Test
    void isSeenOnThePageOfTheOther() {
        Realm realm = Realm.create(nodes.first(), Map.of());
        realm.setUp();
        Gateway gateway = realm.gateway("dovecot", "imap");
        Person alice = realm.user(NewUser.named("alice").withOtp());
        Realm other = Realm.existing(nodes.second(), realm.name());
        Asking asking = Asking.as(other, gateway);
        try (Visitor visitor = chromium.visitor()) {
            visitor.appPassword().begin(realm);
            visitor.login().password(alice);
            visitor.login().code(alice.app().freshCode());
            visitor.appPassword().create("Thunderbird", "imap");
            String secret = visitor.appPassword().secret();
            String ticket = visitor.page().getAttribute("#kc-app-password-watch", "data-ticket");

            Waiting.until(PATIENCE, "the page tells of a wrong name at the other node", () -> {
                assertThat(asking.status("nobody", secret)).isEqualTo(401);
                return visitor.page()
                        .locator("#kc-app-password-watch [data-outcome=other_name]")
                        .isVisible();
            });
            Waiting.until(PATIENCE, "the page tells of a main password at the other node", () -> {
                assertThat(asking.status("alice", alice.password())).isEqualTo(401);
                return visitor.page()
                        .locator("#kc-app-password-watch [data-outcome=not_an_app_password]")
                        .isVisible();
            });
            assertThat(asking.status("alice", secret)).isEqualTo(200);
            assertThat(visitor.page().locator("#kc-app-password-watch [data-state=accepted]"))
                    .containsText("from 192.0.2.7");

            assertThat(FirstSignInIT.ask(other.url(), ticket, visitor.page().context())
                            .json()
                            .path("outcome")
                            .asText())
                    .isEqualTo("accepted");
        }
    }
}
