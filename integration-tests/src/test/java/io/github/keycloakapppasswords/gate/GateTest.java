package io.github.keycloakapppasswords.gate;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.github.keycloakapppasswords.account.Console;
import io.github.keycloakapppasswords.stage.AppPasswordAction;
import io.github.keycloakapppasswords.stage.Chromium;
import io.github.keycloakapppasswords.stage.KeycloakServer;
import io.github.keycloakapppasswords.stage.NewUser;
import io.github.keycloakapppasswords.stage.Person;
import io.github.keycloakapppasswords.stage.Project;
import io.github.keycloakapppasswords.stage.SharedChromium;
import io.github.keycloakapppasswords.stage.SharedKeycloak;
import io.github.keycloakapppasswords.stage.Totp;
import io.github.keycloakapppasswords.stage.Visitor;
import io.github.keycloakapppasswords.stage.Waiting;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the tests of the gate have in common: a realm and a visitor of a test's own. */
@ExtendWith({SharedKeycloak.class, SharedChromium.class})
abstract class GateTest {
    static final Path PICTURES = Project.root().resolve("integration-tests/target/screenshots");

    final KeycloakServer keycloak;
    final Chromium chromium;
    final GateRealm realm;
    final Visitor visitor;

    /** A picture of the page on which a test failed. */
    @RegisterExtension
    final AfterTestExecutionCallback picture = context -> {
        if (context.getExecutionException().isPresent()) {
            page().screenshot(new Page.ScreenshotOptions()
                    .setPath(PICTURES.resolve("failed-" + context.getUniqueId().replaceAll("\\W+", "-") + ".png")));
        }
    };

    GateTest(KeycloakServer keycloak, Chromium chromium) {
        this.keycloak = keycloak;
        this.chromium = chromium;
        this.realm = GateRealm.create(keycloak);
        this.visitor = chromium.visitor();
    }

    @AfterEach
    void close() {
        visitor.close();
        realm.close();
    }

    Page page() {
        return visitor.page();
    }

    AppPasswordAction action() {
        return visitor.appPassword();
    }

    void begin() {
        action().begin(realm.realm());
    }

    /** Begins the action and logs in with the password. */
    void beginWithPassword(Person person) {
        begin();
        visitor.login().password(person);
    }

    /** Begins the action and logs in with password and one-time code, up to the form. */
    void beginWithCode(Person person) {
        beginWithPassword(person);
        visitor.login().code(person.app().freshCode());
        action().awaitForm();
    }

    /** Enters a code where the gate asks for it. */
    void codeInPlace(String code) {
        page().fill("#totp", code);
        page().click("#kc-app-password-verify");
    }

    /** Uses the plugged-in authenticator where the gate asks for it. */
    void keyInPlace() {
        page().waitForSelector("#kc-app-password-verify:visible");
        page().click("#kc-app-password-verify");
    }

    void assertAsksForCode() {
        assertThat(page().locator("#kc-app-password-otp")).isVisible();
    }

    void assertAsksForKey() {
        assertThat(page().locator("#kc-app-password-webauthn-answer")).isVisible();
    }

    void assertForm() {
        assertThat(page().locator("#kc-app-password-create")).isVisible();
    }

    void assertRefused(String reason) {
        assertThat(page().locator("[data-reason=" + reason + "]")).isVisible();
    }

    /** Sets the shortest freshness there is, and waits until every proof so far is older. */
    void makeProofStale() {
        realm.realm().policy(Map.of("freshness-seconds", "10"));
        Instant stale = Instant.now().plusSeconds(11);
        Waiting.until(Duration.ofSeconds(15), "the proof is stale", () -> Instant.now()
                .isAfter(stale));
    }

    /** A user who has enrolled a passkey or security key, which stays plugged in here, and has no session. */
    Person enrolled(String action, boolean passkey) {
        if (passkey) {
            visitor.plugInPasskey();
        } else {
            visitor.plugInSecurityKey();
        }
        Person bob = realm.user(NewUser.named("bob"));
        realm.require(bob, action);
        visitor.accountConsole().openSigningIn(realm.realm());
        visitor.login().password(bob);
        visitor.login().enrolAuthenticator();
        visitor.accountConsole().labels("password");
        signOut();
        return bob;
    }

    /** Enrols an authenticator app on Keycloak's page, whether or not there is another. */
    Totp enrolApp(String label) {
        page().click("#mode-manual");
        Totp app = Totp.ofBase32(page().innerText("#kc-totp-secret-key"));
        page().fill("#totp", app.freshCode());
        page().fill("#userLabel", label);
        page().click("#saveTOTPBtn");
        return app;
    }

    /** Forgets the session in this browser; the authenticator stays plugged in. */
    void signOut() {
        page().context().clearCookies();
    }

    /** By the token of a session that was signed in with the second factor. */
    void removeFactorByAccountRest(Person person) {
        Console.allowPasswordGrant(realm.realm());
        assertThat(Console.of(realm.realm(), person).removeCredential(credential(person, "Phone")))
                .isEqualTo(204);
        assertThat(realm.realm().credentialTypes(person)).containsExactly("password");
    }

    /** Id of the credential of this label. */
    String credential(Person person, String label) {
        for (var credential : realm.realm().credentials(person)) {
            if (label.equals(credential.path("userLabel").asText(""))) {
                return credential.path("id").asText();
            }
        }
        throw new AssertionError("No credential labelled " + label);
    }
}
