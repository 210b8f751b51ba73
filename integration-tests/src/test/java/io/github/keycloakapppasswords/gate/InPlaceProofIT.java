package io.github.keycloakapppasswords.gate;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.github.keycloakapppasswords.stage.Chromium;
import io.github.keycloakapppasswords.stage.KeycloakServer;
import io.github.keycloakapppasswords.stage.NewUser;
import io.github.keycloakapppasswords.stage.Person;
import io.github.keycloakapppasswords.stage.Totp;
import org.junit.jupiter.api.Test;

/** The gate asks for a second factor without leaving the action. */
class InPlaceProofIT extends GateTest {

    InPlaceProofIT(KeycloakServer keycloak, Chromium chromium) {
        super(keycloak, chromium);
    }

    @Test
    void asksForACodeWhenTheBrowserFlowHasNoSecondFactor() {
        realm.loginWithoutSecondFactor();
        Person alice = realm.user(NewUser.named("alice").withOtp());
        beginWithPassword(alice);

        assertAsksForCode();
        codeInPlace(alice.app().freshCode());

        assertForm();
    }

    @Test
    void goesStraightToTheFormAfterALoginWithTheSecondFactor() {
        beginWithCode(realm.user(NewUser.named("alice").withOtp()));

        assertForm();
    }

    @Test
    void remembersTheProofOverSingleSignOn() {
        beginWithCode(realm.user(NewUser.named("alice").withOtp()));
        action().create("First", "imap");
        action().finish();
        assertThat(action().outcome()).isEqualTo("success");

        begin();

        assertForm();
    }

    @Test
    void remembersAProofInPlaceOverSingleSignOn() {
        realm.loginWithoutSecondFactor();
        Person alice = realm.user(NewUser.named("alice").withOtp());
        beginWithPassword(alice);
        codeInPlace(alice.app().freshCode());
        action().cancel();
        assertThat(action().outcome()).isEqualTo("cancelled");

        begin();

        assertForm();
    }

    @Test
    void asksAgainWhenTheProofIsStale() {
        Person alice = realm.user(NewUser.named("alice").withOtp());
        beginWithCode(alice);

        makeProofStale();
        page().reload();

        assertAsksForCode();
        codeInPlace(alice.app().freshCode());
        assertForm();
    }

    @Test
    void asksForASecurityKey() {
        Person bob = enrolled("webauthn-register", false);

        beginWithPassword(bob);
        assertAsksForKey();
        keyInPlace();

        assertForm();
    }

    @Test
    void asksForAPasskey() {
        Person bob = enrolled("webauthn-register-passwordless", true);

        beginWithPassword(bob);
        assertAsksForKey();
        keyInPlace();

        assertForm();
    }

    @Test
    void saysWhenTheSecurityKeyIsNotThere() {
        Person bob = enrolled("webauthn-register", false);
        try (var elsewhere = chromium.visitor()) {
            Page page = elsewhere.page();
            page.addInitScript("navigator.credentials.get = () => Promise.reject(new Error('no key'))");
            elsewhere.appPassword().begin(realm.realm());
            elsewhere.login().password(bob);

            page.waitForSelector("#kc-app-password-verify:visible");
            page.click("#kc-app-password-verify");

            assertThat(page.locator("#kc-app-password-webauthn-error"))
                    .hasText("That did not work. Please try again, or use another way.");
            assertThat(page.locator("#kc-app-password-verify")).isEnabled();
        }
    }

    @Test
    void neverAsksAUserWithoutPasswordForOne() {
        Person bob = enrolled("webauthn-register-passwordless", true);
        realm.removePassword(bob);
        realm.passkeysInTheUserNameForm();

        // the browser offers the passkey in the user name form, and the virtual authenticator takes the offer
        begin();
        action().awaitForm();
        action().cancel();
        action().outcome();
        makeProofStale();
        begin();

        assertAsksForKey();
        keyInPlace();
        assertForm();
    }

    @Test
    void offersTheOtherWays() {
        visitor.plugInSecurityKey();
        Person alice = realm.user(NewUser.named("alice").withOtp());
        realm.require(alice, "webauthn-register");
        visitor.accountConsole().openSigningIn(realm.realm());
        visitor.login().password(alice);
        visitor.login().code(alice.app().freshCode());
        visitor.login().enrolAuthenticator();
        visitor.accountConsole().labels("otp");
        signOut();
        realm.loginWithoutSecondFactor();

        beginWithPassword(alice);
        assertAsksForCode();
        page().click("#kc-app-password-other-way");
        action().choose("webauthn");
        assertAsksForKey();
        page().reload();
        assertAsksForKey();
        page().click("#kc-app-password-other-way");
        action().choose("otp");
        assertAsksForCode();
        page().click("#kc-app-password-other-way");
        action().choose("webauthn");
        keyInPlace();

        assertForm();
    }

    @Test
    void takesTheCodeOfTheChosenApp() {
        Person alice = realm.user(NewUser.named("alice").withOtp());
        realm.require(alice, "CONFIGURE_TOTP");
        visitor.accountConsole().openSigningIn(realm.realm());
        visitor.login().password(alice);
        visitor.login().code(alice.app().freshCode());
        Totp tablet = enrolApp("Tablet");
        visitor.accountConsole().labels("otp");
        signOut();
        realm.loginWithoutSecondFactor();

        beginWithPassword(alice);
        page().check("label:has-text('Tablet')");
        codeInPlace(alice.app().wrongCode());
        assertThat(page().locator("#input-error-totp")).isVisible();
        assertThat(page().getByLabel("Tablet")).isChecked();
        codeInPlace(tablet.freshCode());

        assertForm();
    }

    @Test
    void cancelsWhereItAsks() {
        realm.loginWithoutSecondFactor();
        Person alice = realm.user(NewUser.named("alice").withOtp());
        beginWithPassword(alice);

        action().cancel();

        assertThat(action().outcome()).isEqualTo("cancelled");
        assertThat(realm.appPasswords(alice)).isEmpty();
    }
}
