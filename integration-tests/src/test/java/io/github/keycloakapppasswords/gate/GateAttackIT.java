package io.github.keycloakapppasswords.gate;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.Cookie;
import io.github.keycloakapppasswords.stage.AppPasswordAction;
import io.github.keycloakapppasswords.stage.Chromium;
import io.github.keycloakapppasswords.stage.KeycloakServer;
import io.github.keycloakapppasswords.stage.NewUser;
import io.github.keycloakapppasswords.stage.Person;
import io.github.keycloakapppasswords.stage.Totp;
import io.github.keycloakapppasswords.stage.Visitor;
import io.github.keycloakapppasswords.stage.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What must not get past the gate. */
class GateAttackIT extends GateTest {

    GateAttackIT(KeycloakServer keycloak, Chromium chromium) {
        super(keycloak, chromium);
    }

    @Test
    void refusesTheFormWithoutProof() {
        realm.loginWithoutSecondFactor();
        Person alice = realm.user(NewUser.named("alice").withOtp());
        beginWithPassword(alice);
        assertAsksForCode();

        String answer = creation(target(page()), "Thief").send(page().context()).body();

        assertThat(answer).contains("kc-app-password-otp").doesNotContain("kc-app-password-secret");
        assertThat(realm.appPasswords(alice)).isEmpty();
    }

    @Test
    void refusesTheFormWithStaleProof() {
        Person alice = realm.user(NewUser.named("alice").withOtp());
        beginWithCode(alice);
        makeProofStale();

        action().create("Thunderbird", "imap");

        assertAsksForCode();
        assertThat(realm.appPasswords(alice)).isEmpty();
    }

    @Test
    void countsNoSecondFactorThatTheFlowSkipped() {
        realm.loginWithSkippedSecondFactor();
        Person alice = realm.user(NewUser.named("alice").withOtp());

        beginWithPassword(alice);

        assertAsksForCode();
    }

    @Test
    void countsAPasskeyInTheUserNameFormAsWhatItIs() {
        Person bob = enrolled("webauthn-register-passwordless", true);
        realm.removePassword(bob);
        realm.passkeysInTheUserNameForm();
        realm.realm().policy(Map.of("second-factors", "otp"));

        begin();

        assertThat(page().locator("#kc-app-password-setup")).isVisible();
        assertThat(page().locator("#kc-app-password-create")).isHidden();
    }

    @Test
    void doesNotTrustASecondAppThatAThiefOfThePasswordHasAdded() {
        realm.loginWithoutSecondFactor();
        Person alice = realm.user(NewUser.named("alice").withOtp());
        visitor.accountConsole().openSigningIn(realm.realm());
        visitor.login().password(alice);
        visitor.accountConsole().labels("otp");
        var thiefsApp = enrolAnotherApp();

        begin();
        assertAsksForCode();
        assertThat(page().locator("[type=radio]")).hasCount(0);
        String added = credential(alice, "Thief");
        String answer = Form.to(target(page()))
                .with("challenge", "otp")
                .with("selectedCredentialId", added)
                .with("otp", thiefsApp.freshCode())
                .send(page().context())
                .body();

        assertThat(answer).contains("kc-app-password-otp").doesNotContain("kc-app-password-create");
    }

    /** Keycloak lets a session of the account console delete a second factor without asking for it. */
    @Test
    void makesNoneForAThiefWhoRemovesTheFactorByAnOldSession() {
        Person alice = realm.user(NewUser.named("alice").withOtp());
        removeFactorByAccountRest(alice);

        beginWithPassword(alice);
        assertRefused("appPasswordWaitRemoved");
        visitor.screenshot(PICTURES.resolve("wait-removed.png"));
        String answer = Form.to(target(page()))
                .with("setup", "true")
                .with("factor", "otp")
                .send(page().context())
                .body();
        assertThat(answer).contains("appPasswordWaitRemoved");
        signOut();

        page().navigate(AppPasswordAction.address(realm.realm()).replace(GateRealm.ACTION, "CONFIGURE_TOTP"));
        visitor.login().password(alice);
        Totp thiefsApp = enrolApp("Thief");
        action().outcome();
        signOut();
        beginWithPassword(alice);
        visitor.login().code(thiefsApp.freshCode());
        assertRefused("appPasswordWaitNew");
        visitor.screenshot(PICTURES.resolve("wait-new.png"));
        assertThat(creation(target(page()), "Thief").send(page().context()).body())
                .doesNotContain("kc-app-password-secret");
        assertThat(realm.appPasswords(alice)).isEmpty();

        realm.realm().policy(Map.of("enrolment-wait-hours", "0"));
        page().reload();
        // without a waiting time the thief gets in
        codeInPlace(thiefsApp.freshCode());
        assertForm();
    }

    @Test
    void doesNotTrustASecondAppInTheNextSession() {
        realm.loginWithoutSecondFactor();
        Person alice = realm.user(NewUser.named("alice").withOtp());
        visitor.accountConsole().openSigningIn(realm.realm());
        visitor.login().password(alice);
        visitor.accountConsole().labels("otp");
        Totp thiefsApp = enrolAnotherApp();
        signOut();

        beginWithPassword(alice);

        assertAsksForCode();
        assertThat(page().locator("[type=radio]")).hasCount(0);
        codeInPlace(thiefsApp.freshCode());
        assertThat(page().locator("#input-error-totp")).isVisible();
        codeInPlace(alice.app().freshCode());
        assertForm();
    }

    /** Keycloak takes the form of an enrolment with a slash at the end of the path, too. */
    @Test
    void doesNotTrustASecondAppWhoseSetUpWentToAnotherSpellingOfThePath() {
        realm.loginWithoutSecondFactor();
        Person alice = realm.user(NewUser.named("alice").withOtp());
        visitor.accountConsole().openSigningIn(realm.realm());
        visitor.login().password(alice);
        visitor.accountConsole().labels("otp");
        page().route(
                        Pattern.compile(".*/login-actions/required-action\\?.*"),
                        route -> route.resume(new Route.ResumeOptions()
                                .setUrl(route.request().url().replace("/required-action?", "/required-action/?"))));
        Totp thiefsApp = enrolAnotherApp();
        page().unrouteAll();
        signOut();

        beginWithPassword(alice);

        assertAsksForCode();
        codeInPlace(thiefsApp.freshCode());
        assertThat(page().locator("#input-error-totp")).isVisible();
    }

    @Test
    void doesNotTrustASecondAppAfterSigningInAgainInTheSameSession() {
        realm.loginWithoutSecondFactor();
        Person alice = realm.user(NewUser.named("alice").withOtp());
        visitor.accountConsole().openSigningIn(realm.realm());
        visitor.login().password(alice);
        visitor.accountConsole().labels("otp");
        enrolAnotherApp();

        page().navigate(AppPasswordAction.address(realm.realm()) + "&prompt=login");
        page().fill("#password", alice.password());
        page().click("#kc-login");

        assertAsksForCode();
        assertThat(page().locator("[type=radio]")).hasCount(0);
    }

    @Test
    void doesNotTrustASecondAppThatTheLoginItselfAccepts() {
        Person alice = realm.user(NewUser.named("alice").withOtp());
        visitor.accountConsole().openSigningIn(realm.realm());
        visitor.login().password(alice);
        visitor.login().code(alice.app().freshCode());
        visitor.accountConsole().labels("otp");
        Totp thiefsApp = enrolAnotherApp();
        makeProofStale();

        page().navigate(AppPasswordAction.address(realm.realm()) + "&prompt=login");
        page().fill("#password", alice.password());
        page().click("#kc-login");
        page().click("#kc-otp-credential-1");
        visitor.login().code(thiefsApp.freshCode());

        assertAsksForCode();
        assertThat(page().locator("[type=radio]")).hasCount(0);
    }

    @Test
    void doesNotTrustAnAppThatAThiefOfTheSessionHasAdded() {
        Person bob = realm.user(NewUser.named("bob"));
        visitor.accountConsole().openSigningIn(realm.realm());
        visitor.login().password(bob);
        visitor.accountConsole().labels("password");
        enrolAnotherApp();

        begin();

        assertThat(page().locator("#password")).isVisible();
        assertThat(page().locator("#kc-app-password-otp")).isHidden();
    }

    @Test
    void doesNotTrustAnAppThatAThiefOfTheSessionHasAddedAndSteppedUpWith() {
        realm.loginThatStepsUp();
        Person bob = realm.user(NewUser.named("bob"));
        visitor.accountConsole().openSigningIn(realm.realm());
        visitor.login().password(bob);
        visitor.accountConsole().labels("password");
        String stepUp =
                AppPasswordAction.address(realm.realm()).replace("&kc_action=" + GateRealm.ACTION, "&acr_values=2");
        page().navigate(stepUp);
        Totp thiefsApp = enrolApp("Thief");
        action().outcome();

        page().navigate(stepUp);
        visitor.login().code(thiefsApp.freshCode());
        action().outcome();
        begin();

        assertThat(page().locator("#password")).isVisible();
        assertThat(page().locator("#kc-app-password-create")).isHidden();
    }

    @Test
    void doesNotTakeForProofWhatAnotherBrowserEnrols() {
        Person bob = realm.user(NewUser.named("bob"));
        beginWithPassword(bob);
        assertThat(page().locator("#kc-app-password-setup")).isVisible();
        try (Visitor owner = chromium.visitor()) {
            owner.appPassword().begin(realm.realm());
            owner.login().password(bob);
            owner.appPassword().setUp("otp");
            owner.login().enrolApp();
            owner.appPassword().awaitForm();
        }

        page().reload();

        assertRefused("appPasswordSignInAgain");
        assertThat(creation(target(page()), "Thief").send(page().context()).body())
                .doesNotContain("kc-app-password-secret");
    }

    @Test
    void doesNotTakeAnEnrolmentForProofOfWhoHasAnotherFactor() {
        realm.loginWithoutSecondFactor();
        realm.realm().policy(Map.of("second-factors", "webauthn"));
        realm.securityKeys();
        Person alice = realm.user(NewUser.named("alice").withOtp());
        visitor.plugInSecurityKey();
        beginWithPassword(alice);
        assertAsksForCode();
        assertThat(page().locator("body")).containsText("Before you set up a new way");

        String answer = Form.to(target(page()))
                .with("setup", "true")
                .with("factor", "webauthn")
                .send(page().context())
                .body();
        assertThat(answer).contains("kc-app-password-otp");
        page().reload();
        codeInPlace(alice.app().freshCode());
        action().setUp("webauthn");
        visitor.login().enrolAuthenticator();

        assertForm();
    }

    @Test
    void doesNotTakeAnotherFactorThanThePolicyAccepts() {
        realm.realm().policy(Map.of("second-factors", "webauthn"));
        realm.securityKeys();
        Person alice = realm.user(NewUser.named("alice").withOtp());

        beginWithPassword(alice);
        visitor.login().code(alice.app().freshCode());

        assertThat(page().locator("#kc-app-password-setup")).isVisible();
        assertThat(creation(target(page()), "Thief").send(page().context()).body())
                .contains("kc-app-password-setup")
                .doesNotContain("kc-app-password-secret");
        assertThat(realm.appPasswords(alice)).isEmpty();
    }

    @Test
    void doesNotAnswerForAFactorThatIsNotTheUsers() {
        realm.loginWithoutSecondFactor();
        Person alice = realm.user(NewUser.named("alice").withOtp());
        beginWithPassword(alice);
        String target = target(page());
        String password = credential(alice, "");

        for (String credentialId : List.of("", "unknown", password)) {
            Form.Answer answer = Form.to(target)
                    .with("challenge", "otp")
                    .with("selectedCredentialId", credentialId)
                    .with("otp", alice.app().wrongCode())
                    .send(page().context());

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).contains("kc-app-password-otp");
            page().reload();
            target = target(page());
        }
    }

    /** Keycloak 26.6 itself does not forget a challenge when it was answered; the counter of many passkeys stays 0. */
    @Test
    void judgesNoAnswerToAChallengeTwice() {
        Person bob = enrolled("webauthn-register-passwordless", true);
        List<String> answers = new ArrayList<>();
        page().onRequest(request -> {
            String sent = request.postData();
            if (sent != null && sent.contains("authenticatorData=")) {
                answers.add(sent);
            }
        });
        beginWithPassword(bob);
        keyInPlace();
        assertForm();
        makeProofStale();

        String answer = Form.to(target(page()))
                .withEncoded(answers.get(0))
                .send(page().context())
                .body();

        assertThat(answer)
                .contains("kc-app-password-webauthn-answer")
                .doesNotContain("kc-app-password-create")
                .doesNotContain(">That did not work.");
    }

    @Test
    void locksTheAccountAfterWrongCodesAndRefusesTheRightOneThen() {
        realm.loginWithoutSecondFactor();
        protectFromGuessing(10);
        Person alice = realm.user(NewUser.named("alice").withOtp());
        beginWithPassword(alice);
        for (int i = 0; i < 10; i++) {
            codeInPlace(alice.app().wrongCode());
            int counted = i + 1;
            Waiting.until(Duration.ofSeconds(10), "the failure is counted", () -> failures(alice) >= counted);
        }

        assertThat(bruteForce(alice).path("disabled").asBoolean()).isTrue();
        assertThat(Form.to(target(page()))
                        .with("challenge", "otp")
                        .with("selectedCredentialId", credential(alice, "Phone"))
                        .with("otp", alice.app().freshCode())
                        .send(page().context())
                        .body())
                .contains("appPasswordLocked");
        page().reload();
        assertRefused("appPasswordLocked");
        assertThat(creation(target(page()), "Thief").send(page().context()).body())
                .doesNotContain("kc-app-password-secret");
        assertThat(realm.appPasswords(alice)).isEmpty();
    }

    @Test
    void refusesALockedAccountWithFreshProof() {
        protectFromGuessing(1);
        Person alice = realm.user(NewUser.named("alice").withOtp());
        beginWithCode(alice);
        try (Visitor thief = chromium.visitor()) {
            thief.accountConsole().openSigningIn(realm.realm());
            thief.login().password(alice.username(), "wrong");
            Waiting.until(Duration.ofSeconds(10), "the account is locked", () -> failures(alice) >= 1);
        }

        action().create("Thunderbird", "imap");

        assertRefused("appPasswordLocked");
        assertThat(realm.appPasswords(alice)).isEmpty();
    }

    @Test
    void countsWrongCodesOverCancelledLogins() {
        realm.loginWithoutSecondFactor();
        protectFromGuessing(4);
        Person alice = realm.user(NewUser.named("alice").withOtp());
        for (int i = 0; i < 2; i++) {
            beginWithPassword(alice);
            codeInPlace(alice.app().wrongCode());
            codeInPlace(alice.app().wrongCode());
            assertAsksForCode();
            if (i == 0) {
                action().cancel();
                action().outcome();
                signOut();
            }
        }

        codeInPlace(alice.app().freshCode());

        assertRefused("appPasswordLocked");
    }

    @Test
    void refusesAnImpersonatedSession() {
        Person alice = realm.user(NewUser.named("alice").withOtp());
        impersonate(alice);

        begin();

        assertRefused("appPasswordImpersonated");
        assertThat(creation(target(page()), "Admin").send(page().context()).body())
                .doesNotContain("kc-app-password-secret");
        assertThat(realm.appPasswords(alice)).isEmpty();
    }

    @Test
    void doesNothingInTheTabOfAnotherUser() {
        Person alice = realm.user(NewUser.named("alice").withOtp());
        Person mallory = realm.user(NewUser.named("mallory").withOtp());
        beginWithCode(alice);
        Form alicesForm = creation(target(page()), "Mallory");
        try (Visitor other = chromium.visitor()) {
            other.appPassword().begin(realm.realm());
            other.login().password(mallory);
            other.login().code(mallory.app().freshCode());
            other.appPassword().awaitForm();

            assertThat(alicesForm.send(other.page().context()).body()).doesNotContain("kc-app-password-secret");
        }
        assertThat(realm.appPasswords(alice)).isEmpty();
        assertThat(realm.appPasswords(mallory)).isEmpty();
    }

    @Test
    void holdsTheMaximumUnderParallelSubmits() {
        realm.realm().policy(Map.of("maximum-per-user", "1"));
        Person alice = realm.user(NewUser.named("alice").withOtp());
        visitor.accountConsole().openSigningIn(realm.realm());
        visitor.login().password(alice);
        visitor.login().code(alice.app().freshCode());
        visitor.accountConsole().labels("otp");
        List<Form> forms = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            begin();
            action().awaitForm();
            forms.add(creation(target(page()), "Number " + i));
        }

        List<Form.Answer> answers = Form.sendAtOnce(forms, page().context());

        assertThat(answers)
                .filteredOn(answer -> answer.body().contains("kc-app-password-secret"))
                .hasSize(1);
        assertThat(answers)
                .filteredOn(answer -> answer.body().contains("appPasswordMaximumReached"))
                .hasSize(19);
        assertThat(realm.appPasswords(alice)).hasSize(1);
        begin();
        assertRefused("appPasswordMaximumReached");
    }

    @Test
    void runsOnlyWhenTheUserStartedIt() {
        Person alice = realm.user(NewUser.named("alice").withOtp());
        realm.require(alice, GateRealm.ACTION);

        visitor.accountConsole().openSigningIn(realm.realm());
        visitor.login().password(alice);
        visitor.login().code(alice.app().freshCode());

        assertThat(visitor.accountConsole().labels("otp")).containsExactly("Phone");
        assertThat(realm.realm()
                        .admin()
                        .get(realm.realm().path("/users/" + alice.id()))
                        .path("requiredActions"))
                .isEmpty();
    }

    @Test
    void makesNothingWhileThePolicyIsInvalid() {
        Person alice = realm.user(NewUser.named("alice").withOtp());
        beginWithCode(alice);
        realm.realm().policyUnchecked(Map.of("maximum-per-user", "many"));

        action().create("Thunderbird", "imap");

        assertRefused("appPasswordMisconfigured");
        assertThat(realm.appPasswords(alice)).isEmpty();
    }

    private void protectFromGuessing(int failureFactor) {
        realm.realm()
                .admin()
                .put(
                        realm.realm().path(""),
                        Map.of(
                                "bruteForceProtected",
                                true,
                                "failureFactor",
                                failureFactor,
                                "quickLoginCheckMilliSeconds",
                                0));
    }

    private Totp enrolAnotherApp() {
        page().navigate(AppPasswordAction.address(realm.realm()).replace(GateRealm.ACTION, "CONFIGURE_TOTP"));
        Totp app = enrolApp("Thief");
        assertThat(action().outcome()).isEqualTo("success");
        return app;
    }

    private int failures(Person person) {
        return bruteForce(person).path("numFailures").asInt();
    }

    private JsonNode bruteForce(Person person) {
        return realm.realm().admin().get(realm.realm().path("/attack-detection/brute-force/users/" + person.id()));
    }

    private void impersonate(Person person) {
        var answer = realm.realm()
                .admin()
                .exchange("POST", realm.realm().path("/users/" + person.id() + "/impersonation"), null);
        assertThat(answer.status()).isEqualTo(200);
        List<Cookie> cookies = answer.headers().allValues("Set-Cookie").stream()
                .map(header -> header.split(";", 2)[0])
                .filter(pair -> !pair.endsWith("="))
                .map(pair -> new Cookie(pair.split("=", 2)[0], pair.split("=", 2)[1])
                        .setUrl(realm.realm().url() + "/"))
                .toList();
        page().context().addCookies(cookies);
    }

    private static String target(Page page) {
        return page.getAttribute("form[id^=kc-app-password]", "action");
    }

    private static Form creation(String target, String label) {
        return Form.to(target).with("create", "true").with("label", label).with("protocols", "imap");
    }
}
