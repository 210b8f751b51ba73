package io.github.keycloakapppasswords.gate;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.keycloakapppasswords.stage.AppPasswordAction;
import io.github.keycloakapppasswords.stage.Chromium;
import io.github.keycloakapppasswords.stage.KeycloakServer;
import io.github.keycloakapppasswords.stage.NewUser;
import io.github.keycloakapppasswords.stage.Person;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who has no second factor sets one up on the way. */
class SetUpIT extends GateTest {
    private final Person bob;

    SetUpIT(KeycloakServer keycloak, Chromium chromium) {
        super(keycloak, chromium);
        bob = realm.user(NewUser.named("bob"));
    }

    @BeforeEach
    void enableEveryEnrolment() {
        realm.securityKeys();
        realm.passkeys();
    }

    @Test
    void goesOnWithAnAuthenticatorApp() {
        beginWithPassword(bob);

        action().setUp("otp");
        visitor.login().enrolApp();

        makes("Thunderbird");
        assertThat(realm.realm().credentialTypes(bob)).contains("otp");
    }

    @Test
    void goesOnWithASecurityKey() {
        visitor.plugInSecurityKey();
        beginWithPassword(bob);

        action().setUp("webauthn");
        visitor.login().enrolAuthenticator();

        makes("Thunderbird");
        assertThat(realm.realm().credentialTypes(bob)).contains("webauthn");
    }

    @Test
    void goesOnWithAPasskey() {
        visitor.plugInPasskey();
        beginWithPassword(bob);

        action().setUp("webauthn-passwordless");
        visitor.login().enrolAuthenticator();

        makes("Thunderbird");
        assertThat(realm.realm().credentialTypes(bob)).contains("webauthn-passwordless");
    }

    @Test
    void goesOnAtOnceAfterAnAdminRemovedTheLastFactor() {
        beginWithPassword(bob);
        action().setUp("otp");
        visitor.login().enrolApp();
        makes("First");
        signOut();
        for (JsonNode credential : realm.realm().credentials(bob)) {
            if ("otp".equals(credential.path("type").asText())) {
                realm.realm().revoke(bob, credential.path("id").asText());
            }
        }

        beginWithPassword(bob);
        action().setUp("otp");
        visitor.login().enrolApp();

        makes("Second");
    }

    /** By whoever is signed in, on a page of Keycloak's. */
    @Test
    void waitsAfterTheLastFactorWasRemovedByKeycloaksOwnAction() {
        Person carol = realm.user(NewUser.named("carol").withOtp());
        String otp = StreamSupport.stream(realm.realm().credentials(carol).spliterator(), false)
                .filter(credential -> "otp".equals(credential.path("type").asText()))
                .map(credential -> credential.path("id").asText())
                .findFirst()
                .orElseThrow();
        page().navigate(AppPasswordAction.address(realm.realm())
                .replace(GateRealm.ACTION, "delete_credential%3A" + otp));
        visitor.login().password(carol);
        visitor.login().code(carol.app().freshCode());
        page().click("#kc-accept");
        action().outcome();
        assertThat(realm.realm().credentialTypes(carol)).containsExactly("password");
        signOut();

        beginWithPassword(carol);
        assertRefused("appPasswordWaitRemoved");
    }

    @Test
    void canMakeAnotherInTheSameSession() {
        beginWithPassword(bob);
        action().setUp("otp");
        visitor.login().enrolApp();
        makes("First");

        begin();

        makes("Second");
    }

    @Test
    void comesBackWhenTheEnrolmentIsCancelled() {
        beginWithPassword(bob);
        action().setUp("otp");

        page().click("#cancelTOTPBtn");

        assertThat(page().locator("#kc-app-password-setup")).isVisible();
        assertThat(page().locator("body")).containsText("Nothing was set up.");
        assertThat(realm.realm().credentialTypes(bob)).containsExactly("password");
        action().cancel();
        assertThat(action().outcome()).isEqualTo("cancelled");
    }

    @Test
    void comesBackWhenTheEnrolmentOfAKeyIsCancelled() {
        visitor.plugInSecurityKey();
        beginWithPassword(bob);
        action().setUp("webauthn");

        page().click("#cancelWebAuthnAIA");

        assertThat(page().locator("body")).containsText("Nothing was set up.");
        action().setUp("webauthn");
        visitor.login().enrolAuthenticator();
        makes("Thunderbird");
    }

    @Test
    void goesOnAfterTheRecoveryCodesThatFollow() {
        realm.requiredAction("CONFIGURE_RECOVERY_AUTHN_CODES", true);
        beginWithPassword(bob);
        realm.require(bob, "CONFIGURE_RECOVERY_AUTHN_CODES");
        action().setUp("otp");
        visitor.login().enrolApp();

        page().check("#kcRecoveryCodesConfirmationCheck");
        assertThat(page().locator("[name=cancel-aia]")).hasCount(0);
        page().click("#saveRecoveryAuthnCodesBtn");

        makes("Thunderbird");
    }

    @Test
    void asksToSignInAgainOverSingleSignOn() {
        visitor.accountConsole().openSigningIn(realm.realm());
        visitor.login().password(bob);
        visitor.accountConsole().labels("password");

        begin();

        assertThat(page().locator("#password")).isVisible();
        assertThat(page().locator("#kc-app-password-setup")).isHidden();
    }

    @Test
    void offersWhatTheRealmAndThePolicyAllow() {
        realm.requiredAction("webauthn-register", false);
        realm.realm().policy(Map.of("second-factors", "otp,webauthn"));
        beginWithPassword(bob);

        assertThat(page().locator("#kc-app-password-setup")).isVisible();
        assertThat(page().locator("[name=factor]")).hasCount(1);
        assertThat(page().locator("[name=factor]")).hasValue("otp");
    }

    /** What the account console does not show, its owner could neither see nor remove. */
    @Test
    void offersOnlyWhatTheAccountConsoleShows() {
        String passkeys = realm.realm().path("/authentication/flows/webauthn-register-passwordless/executions");
        JsonNode execution = realm.realm().admin().get(passkeys).path(0);
        realm.realm().admin().put(passkeys, ((ObjectNode) execution).put("requirement", "DISABLED"));
        beginWithPassword(bob);

        assertThat(page().locator("[name=factor][value=webauthn]")).isVisible();
        assertThat(page().locator("[name=factor][value=webauthn-passwordless]")).hasCount(0);
    }

    @Test
    void saysThatRecoveryCodesDoNotCountAndFromWhenAnotherFactorDoes() {
        realm.requiredAction("CONFIGURE_RECOVERY_AUTHN_CODES", true);
        realm.require(bob, "CONFIGURE_RECOVERY_AUTHN_CODES");
        beginWithPassword(bob);
        page().check("#kcRecoveryCodesConfirmationCheck");
        page().click("#saveRecoveryAuthnCodesBtn");

        assertThat(page().locator("body")).containsText("Recovery codes do not count for app passwords");
        assertThat(page().locator("[name=factor][value=otp]")).isVisible();
        assertThat(page().locator("#kc-app-password-until")).isVisible();
        visitor.screenshot(PICTURES.resolve("set-up-recovery-codes.png"));
        realm.realm().policy(Map.of("enrolment-offered", "false"));
        page().reload();
        assertRefused("appPasswordRecoveryCodesOnly");
    }

    @Test
    void saysWhenThereIsNothingToSetUp() {
        realm.requiredAction("webauthn-register", false);
        realm.realm().policy(Map.of("second-factors", "webauthn"));
        beginWithPassword(bob);

        assertRefused("appPasswordNothingToSetUp");
    }

    @Test
    void saysWhenThePolicyDoesNotOfferIt() {
        realm.realm().policy(Map.of("enrolment-offered", "false"));
        beginWithPassword(bob);

        assertRefused("appPasswordSetUpNotOffered");
        action().cancel();
        assertThat(action().outcome()).isEqualTo("cancelled");
    }

    @Test
    void continuesWithAFactorThatTheLoginItselfMadeHerEnrol() {
        realm.require(bob, "CONFIGURE_TOTP");
        beginWithPassword(bob);

        visitor.login().enrolApp();

        makes("Thunderbird");
    }

    private void makes(String label) {
        action().create(label, "imap");
        assertThat(action().secret()).isNotEmpty();
        action().finish();
        assertThat(action().outcome()).isEqualTo("success");
        assertThat(realm.appPasswords(bob)).contains(label);
    }
}
