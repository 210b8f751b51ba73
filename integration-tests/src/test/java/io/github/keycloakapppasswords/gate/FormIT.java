package io.github.keycloakapppasswords.gate;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import io.github.keycloakapppasswords.stage.Chromium;
import io.github.keycloakapppasswords.stage.KeycloakServer;
import io.github.keycloakapppasswords.stage.NewUser;
import io.github.keycloakapppasswords.stage.Person;
import io.github.keycloakapppasswords.stage.Visitor;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What an account owner types, and what becomes of it. */
class FormIT extends GateTest {
    private final Person alice;

    FormIT(KeycloakServer keycloak, Chromium chromium) {
        super(keycloak, chromium);
        alice = realm.user(NewUser.named("alice").withOtp());
    }

    @Test
    void takesPresetsAndSingleProtocolsTogether() {
        beginWithCode(alice);

        page().fill("#label", "Phone and printer");
        page().check("#preset-calendar");
        page().click("details > summary");
        page().check("#protocol-smtp");
        action().submit();

        assertThat(action().secret()).isNotEmpty();
        assertThat(data()).contains("caldav", "carddav", "smtp").doesNotContain("imap", "webdav");
    }

    @Test
    void offersOnlyTheProtocolsOfThePolicy() {
        realm.realm().policy(Map.of("protocols", "smtp,my-scanner"));
        beginWithCode(alice);

        assertThat(page().locator("[name=presets]")).hasCount(1);
        assertThat(page().locator("[name=protocols]")).hasCount(2);
        Form.Answer answer = Form.to(page().getAttribute("#kc-app-password-form", "action"))
                .with("create", "true")
                .with("label", "Mine")
                .with("protocols", "imap")
                .send(page().context());

        assertThat(answer.body()).contains("cannot be used for &quot;imap&quot; here");
        assertThat(realm.appPasswords(alice)).isEmpty();
    }

    @Test
    void offersWhatTheGatewaysServe() {
        realm.realm().gateway("dovecot", "imap", "smtp", "my-own");
        beginWithCode(alice);

        assertThat(page().locator("#kc-app-password-not-connected")).hasCount(0);
        assertThat(page().locator("[name=presets]")).hasCount(1);
        assertThat(page().locator("[name=protocols]")).hasCount(2);
        page().click("details > summary");
        assertThat(page().locator("label[for=protocol-imap]")).containsText("Reading mail (IMAP)");
        Form.Answer answer = Form.to(page().getAttribute("#kc-app-password-form", "action"))
                .with("create", "true")
                .with("label", "Mine")
                .with("protocols", "xmpp")
                .send(page().context());

        assertThat(answer.body()).contains("cannot be used for &quot;xmpp&quot; here");
        assertThat(realm.appPasswords(alice)).isEmpty();
    }

    @Test
    void saysThatNothingTakesOneYetAndMakesItAllTheSame() {
        beginWithCode(alice);

        assertThat(page().locator("#kc-app-password-not-connected")).containsText("No service here");
        action().create("Early", "imap");
        assertThat(action().secret()).isNotEmpty();
    }

    @Test
    void asksForNoSecondFactorWhenNothingIsOnOffer() {
        realm.realm().policy(Map.of("protocols", "imap"));
        realm.realm().gateway("radius", "radius");

        beginWithPassword(alice);
        visitor.login().code(alice.app().freshCode());

        assertRefused("appPasswordNothingOnOffer");
    }

    @Test
    void keepsWhatWasTypedWhenSomethingIsWrong() {
        realm.realm().policy(Map.of("owners-may-restrict-networks", "true"));
        beginWithCode(alice);

        page().fill("#label", "  ");
        page().check("#preset-mail");
        page().click("details > summary");
        page().check("#protocol-xmpp");
        page().fill("#expiry", "2000-01-01");
        page().fill("#networks", "10.0.0.0/8\nnonsense");
        submitUnchecked();

        assertThat(page().locator("#input-error-label")).hasText("Please give it a name.");
        assertThat(page().locator("#input-error-expiry")).containsText("This day has passed.");
        assertThat(page().locator("#input-error-networks")).containsText("nonsense");
        assertThat(page().locator("#label")).hasAttribute("aria-invalid", "true");
        assertThat(page().locator("#label")).isFocused();
        assertThat(page().locator("#preset-mail")).isChecked();
        assertThat(page().locator("#protocol-xmpp")).isChecked();
        assertThat(page().locator("#expiry")).hasValue("2000-01-01");
        assertThat(page().locator("#networks")).hasValue("10.0.0.0/8\nnonsense");
        assertThat(realm.appPasswords(alice)).isEmpty();
    }

    @Test
    void refusesALabelThatIsTakenWhateverItsCase() {
        realm.realm().appPassword(alice, "Thunderbird", "imap");
        beginWithCode(alice);

        action().create("THUNDERBIRD", "imap");

        assertThat(page().locator("#input-error-label")).containsText("You already have an app password named");
        action().create("Another", "imap");
        assertThat(action().secret()).isNotEmpty();
    }

    @Test
    void showsHostileLabelsAsText() {
        String hostile = "\"><script>document.title='owned'</script>${7*7}{0}";
        beginWithCode(alice);

        action().create(hostile, "imap");

        assertThat(page().locator("#kc-app-password-label")).hasText(hostile);
        assertThat(page().title()).isNotEqualTo("owned");
        page().reload();
        page().click("#kc-app-password-finish");
        action().outcome();
        begin();
        action().create(hostile, "imap");
        assertThat(page().locator("#input-error-label")).containsText(hostile);
        assertThat(page().title()).isNotEqualTo("owned");
    }

    /** By the policy in force, also where no day is chosen. */
    @Test
    void saysWhenItEnds() {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        beginWithCode(alice);

        assertThat(page().locator("#expiry-help"))
                .hasText("It stops working at the end of that day (UTC). If you leave this empty: It ends on "
                        + day(today.plusDays(30)) + " if it is not used before. Once it was used, it ends when it has"
                        + " not been used for 365 days.");
        page().fill("#label", "Thunderbird");
        page().check("#preset-mail");
        page().fill("#expiry", today.plusDays(3).toString());
        action().submit();

        assertThat(page().locator("#kc-app-password-ends"))
                .hasText("Its last day is " + day(today.plusDays(3)) + " (UTC).");
    }

    @Test
    void saysThatItDoesNotEndOnlyWhereNoRuleEndsIt() {
        realm.realm().policy(Map.of("idle-expiry-days", "0", "never-used-expiry-days", "0"));
        beginWithCode(alice);

        assertThat(page().locator("#expiry-help")).containsText("If you leave this empty: It does not end by itself.");
        action().create("Thunderbird", "imap");

        assertThat(page().locator("#kc-app-password-ends")).hasText("It does not end by itself.");
    }

    private static String day(LocalDate day) {
        return DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG)
                .withLocale(Locale.ENGLISH)
                .format(day);
    }

    @Test
    void limitsTheLifetime() {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        realm.realm().policy(Map.of("longest-lifetime-days", "30", "default-lifetime-days", "7"));
        beginWithCode(alice);

        assertThat(page().locator("#expiry")).hasValue(today.plusDays(7).toString());
        page().fill("#label", "Thunderbird");
        page().check("#preset-mail");
        page().fill("#expiry", today.plusDays(32).toString());
        submitUnchecked();
        assertThat(page().locator("#input-error-expiry"))
                .containsText("too far away. The latest day you can choose is " + day(today.plusDays(30)));
        assertThat(page().locator("#expiry-help")).not().containsText("does not end");
        page().fill("#expiry", "");
        submitUnchecked();
        assertThat(page().locator("#input-error-expiry")).containsText("Please choose a day");
        page().fill("#expiry", today.plusDays(3).toString());
        action().submit();

        assertThat(action().secret()).isNotEmpty();
        assertThat(data()).contains("expiresAt");
    }

    @Test
    void setsTheLastDayByAButtonOfThoseThatThePolicyAllows() {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        beginWithCode(alice);
        assertThat(page().locator("#expiry-days button"))
                .hasText(new String[] {"7 days", "30 days", "90 days", "1 year"});
        page().click("#expiry-days button:has-text('90 days')");
        assertThat(page().locator("#expiry")).hasValue(today.plusDays(90).toString());

        realm.realm().policy(Map.of("longest-lifetime-days", "30"));
        page().reload();
        assertThat(page().locator("#expiry-days button")).hasText(new String[] {"7 days", "30 days"});

        realm.realm().policy(Map.of("longest-lifetime-days", "5"));
        page().reload();
        action().awaitForm();
        assertThat(page().locator("#expiry-days")).isHidden();
    }

    @Test
    void suggestsNamesOfMailProgramsWhereMailIsOffered() {
        beginWithCode(alice);
        assertThat(page().locator("#label-suggestions option")).hasCount(5);
        assertThat(page().locator("#label")).hasAttribute("list", "label-suggestions");

        realm.realm().policy(Map.of("protocols", "radius,imap"));
        page().reload();
        assertThat(page().locator("#label-suggestions option")).hasCount(5);
        realm.realm().policy(Map.of("protocols", "radius"));
        page().reload();
        assertThat(page().locator("#label-suggestions")).hasCount(0);
    }

    @Test
    void restrictsNetworks() {
        realm.realm().policy(Map.of("owners-may-restrict-networks", "true"));
        beginWithCode(alice);

        page().fill("#label", "Printer");
        page().check("#preset-mail");
        page().fill("#networks", "192.0.2.7\n2001:db8::/32");
        action().submit();
        assertThat(page().locator("#kc-app-password-networks")).containsText("192.0.2.7/32, 2001:db8");

        assertThat(action().secret()).isNotEmpty();
        assertThat(data()).contains("192.0.2.7/32", "2001:db8");
    }

    @Test
    void refusesNetworksThatItDidNotOffer() {
        beginWithCode(alice);
        assertThat(page().locator("#networks")).hasCount(0);

        Form.Answer answer = Form.to(page().getAttribute("#kc-app-password-form", "action"))
                .with("create", "true")
                .with("label", "Mine")
                .with("protocols", "imap")
                .with("networks", "10.0.0.0/8")
                .send(page().context());

        assertThat(answer.body()).contains("kc-app-password-create");
        assertThat(realm.appPasswords(alice)).isEmpty();
    }

    @Test
    void saysWhenTheMaximumIsReachedBeforeAndWhileAsking() {
        realm.realm().policy(Map.of("maximum-per-user", "1"));
        beginWithCode(alice);
        realm.realm().appPassword(alice, "First", "imap");

        action().create("Second", "imap");

        assertRefused("appPasswordMaximumReached");
        action().cancel();
        assertThat(action().outcome()).isEqualTo("cancelled");
        begin();
        assertRefused("appPasswordMaximumReached");
    }

    @Test
    void isDoneByKeyboardAlone() {
        beginWithCode(alice);

        assertThat(page().locator("#label")).isFocused();
        page().keyboard().type("Thunderbird");
        tabTo("#preset-mail");
        page().keyboard().press("Space");
        tabTo("#kc-app-password-create");
        page().keyboard().press("Enter");
        page().waitForSelector("#kc-app-password-copy:visible");
        tabTo("#kc-app-password-copy");
        page().keyboard().press("Enter");
        assertThat(page().locator("#kc-app-password-copy-status")).not().isEmpty();
        tabTo("#kc-app-password-finish");
        page().keyboard().press("Enter");

        assertThat(action().outcome()).isEqualTo("success");
        assertThat(realm.appPasswords(alice)).containsExactly("Thunderbird");
    }

    @Test
    void speaksArabicFromRightToLeft() {
        realm.realm()
                .admin()
                .put(
                        realm.realm().path(""),
                        Map.of(
                                "internationalizationEnabled",
                                true,
                                "supportedLocales",
                                List.of("en", "ar"),
                                "defaultLocale",
                                "ar"));
        try (Visitor reader = chromium.visitor(new Browser.NewContextOptions().setLocale("ar"))) {
            reader.appPassword().begin(realm.realm());
            reader.login().password(alice);
            reader.login().code(alice.app().freshCode());
            reader.appPassword().awaitForm();

            assertThat(reader.page().locator("html")).hasAttribute("dir", "rtl");
            assertThat(reader.page().locator("#kc-page-title")).hasText("إنشاء كلمة مرور لتطبيق");
            reader.page().fill("#label", "هاتفي");
            reader.page().check("#preset-mail");
            reader.appPassword().submit();
            assertThat(reader.page().locator("#kc-app-password-secret")).hasAttribute("dir", "ltr");
            assertThat(reader.page().locator("#kc-app-password-label")).hasText("هاتفي");
        }
    }

    /** Keycloak has Persian texts, the extension has none. */
    @Test
    void marksEnglishTextsWhereTheLanguageOfThePageIsMissing() {
        realm.realm()
                .admin()
                .put(
                        realm.realm().path(""),
                        Map.of("internationalizationEnabled", true, "supportedLocales", List.of("en", "fa")));
        try (Visitor reader = chromium.visitor(new Browser.NewContextOptions().setLocale("fa"))) {
            reader.appPassword().begin(realm.realm());
            reader.login().password(alice);
            reader.login().code(alice.app().freshCode());
            reader.appPassword().awaitForm();
            reader.screenshot(PICTURES.resolve("form-persian.png"));

            assertThat(reader.page().locator("html")).hasAttribute("lang", "fa");
            assertThat(reader.page().locator("#kc-page-title > [lang=en][dir=ltr]"))
                    .hasText("Create an app password");
            assertThat(reader.page().locator("[lang=en][dir=ltr] #kc-app-password-form"))
                    .isVisible();
            reader.appPassword().create("Thunderbird", "imap");
            assertThat(reader.page().locator("#kc-app-password-secret")).isVisible();
            reader.page().reload();
            reader.page().click("#kc-app-password-replace");
            assertThat(reader.page().locator("[lang=en][dir=ltr] .kc-feedback-text"))
                    .containsText("The lost app password was revoked.");
        }
    }

    /** Sends the form past the browser's own checks. */
    private void submitUnchecked() {
        page().evaluate("document.getElementById('kc-app-password-form').noValidate = true");
        action().submit();
    }

    private void tabTo(String selector) {
        Locator target = page().locator(selector);
        for (int i = 0; i < 40 && !Boolean.TRUE.equals(target.evaluate("e => e === document.activeElement")); i++) {
            page().keyboard().press("Tab");
        }
        assertThat(target).isFocused();
    }

    private String data() {
        return realm.appPassword(alice).path("credentialData").asText();
    }
}
