package io.github.keycloakapppasswords.gate;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import io.github.keycloakapppasswords.lifecycle.Mailbox;
import io.github.keycloakapppasswords.stage.Chromium;
import io.github.keycloakapppasswords.stage.KeycloakServer;
import io.github.keycloakapppasswords.stage.NewUser;
import io.github.keycloakapppasswords.stage.Person;
import io.github.keycloakapppasswords.stage.Visitor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The one page that shows the secret. */
class RevealIT extends GateTest {
    private static final String SECRET = "([0-9a-hjkmnp-tv-z]{5}-){4}[0-9a-hjkmnp-tv-z]{5}";

    private final Person alice;

    RevealIT(KeycloakServer keycloak, Chromium chromium) {
        super(keycloak, chromium);
        alice = realm.user(NewUser.named("alice").withOtp());
    }

    @Test
    void showsTheSecretInGroupsAndEndsWithSuccess() {
        make("Thunderbird");

        assertThat(action().secret()).matches(SECRET);
        action().finish();

        assertThat(action().outcome()).isEqualTo("success");
        JsonNode made = realm.appPassword(alice);
        assertThat(made.path("userLabel").asText()).isEqualTo("Thunderbird");
        assertThat(made.path("credentialData").asText())
                .contains("imap", "smtp")
                .doesNotContain("pop3");
    }

    @Test
    void tellsOfItInAnEvent() {
        make("Thunderbird");
        action().secret();

        JsonNode event = realm.realm().events("UPDATE_CREDENTIAL").path(0);
        assertThat(event.path("userId").asText()).isEqualTo(alice.id());
        assertThat(event.at("/details/auth_method").asText()).isEqualTo("app-password");
        assertThat(event.at("/details/credential_type").asText()).isEqualTo("app-password");
        assertThat(event.at("/details/credential_id").asText())
                .isEqualTo(realm.appPassword(alice).path("id").asText());
        assertThat(event.at("/details/credential_label").asText()).isEqualTo("Thunderbird");
    }

    /** So that an owner who did not make it knows whether somebody else did. */
    @Test
    void isToldByMailWithTheBrowserThatMadeIt() {
        try (Mailbox mailbox = new Mailbox()) {
            realm.realm().admin().put(realm.realm().path(""), Map.of("smtpServer", mailbox.smtpServer()));
            make("Thunderbird");

            String text = mailbox.await(alice, "New app password").text();

            assertThat(text).contains("In the browser: ").contains("Chrome").contains("127.0.0.1");
            assertThat(text).contains("For: Reading mail (IMAP), Sending mail (SMTP)");
        }
    }

    /** A gateway of the realm remembers right pairs. */
    @Test
    void saysHowSoonALostOneStopsWorking() {
        realm.realm().setUp();
        realm.realm().gateway("dovecot", Map.of("protocols", List.of("imap", "smtp"), "cacheSeconds", 60));
        make("Thunderbird");

        page().reload();

        assertThat(page().locator("body")).containsText("The lost one stops working within a minute.");
    }

    @Test
    void isNeverStoredByTheBrowser() {
        beginWithCode(alice);
        Response response = page().waitForResponse(
                        candidate -> "POST".equals(candidate.request().method()),
                        () -> action().create("Thunderbird", "imap"));

        assertThat(response.text()).contains("kc-app-password-secret");
        assertThat(response.headerValue("cache-control")).contains("no-store");
    }

    @Test
    void copiesThroughTheClipboard() {
        page().context().grantPermissions(List.of("clipboard-read", "clipboard-write"));
        make("Thunderbird");

        page().click("#kc-app-password-copy");

        assertThat(page().locator("#kc-app-password-copy-status")).hasText("Copied.");
        assertThat(page().evaluate("navigator.clipboard.readText()")).isEqualTo(action().secret());
    }

    @Test
    void showsAndCopiesTheFormWithoutHyphensForShortFields() {
        page().context().grantPermissions(List.of("clipboard-read", "clipboard-write"));
        make("Printer");
        String plain = action().secret().replace("-", "");

        assertThat(page().locator("#kc-app-password-plain")).hasText(plain);
        assertThat(page().locator("#kc-app-password-plain-label")).containsText("at least 24 characters");
        page().click("#kc-app-password-copy-plain");

        assertThat(page().locator("#kc-app-password-copy-status")).hasText("Copied.");
        assertThat(page().evaluate("navigator.clipboard.readText()")).isEqualTo(plain);
    }

    @Test
    void copiesWithoutTheClipboardInterface() {
        page().context().grantPermissions(List.of("clipboard-read", "clipboard-write"));
        page().addInitScript("if (!location.pathname.includes('end-of-action'))"
                + " Object.defineProperty(navigator, 'clipboard', { value: undefined })");
        make("Thunderbird");

        page().click("#kc-app-password-copy");

        assertThat(page().locator("#kc-app-password-copy-status")).hasText("Copied.");
        String secret = action().secret();
        action().finish();
        action().outcome();
        assertThat(page().evaluate("navigator.clipboard.readText()")).isEqualTo(secret);
    }

    @Test
    void copiesUnderAStrictContentSecurityPolicy() {
        realm.realm()
                .admin()
                .put(
                        realm.realm().path(""),
                        Map.of(
                                "browserSecurityHeaders",
                                Map.of("contentSecurityPolicy", "default-src 'self'; frame-ancestors 'self'")));
        page().context().grantPermissions(List.of("clipboard-read", "clipboard-write"));
        make("Thunderbird");

        page().click("#kc-app-password-copy");

        assertThat(page().locator("#kc-app-password-copy-status")).hasText("Copied.");
    }

    @Test
    void saysWhenTheBrowserForbidsCopying() {
        page().addInitScript("Object.defineProperty(navigator, 'clipboard', { value: undefined });"
                + " document.execCommand = () => false;");
        make("Thunderbird");

        page().click("#kc-app-password-copy");

        assertThat(page().locator("#kc-app-password-copy-status")).containsText("did not allow copying");
    }

    @Test
    void showsTheServersOfTheChosenProtocols() {
        realm.realm()
                .policy(Map.of(
                        "servers",
                        "imap imap.example.org:993 tls,smtp smtp.example.org:587 starttls,"
                                + "caldav https://dav.example.org/"));
        make("Thunderbird");

        assertThat(page().locator("#kc-app-password-host-1")).hasText("imap.example.org");
        assertThat(page().locator("#kc-app-password-port-1")).hasText("993");
        assertThat(page().locator("#kc-app-password-host-2")).hasText("smtp.example.org");
        assertThat(page().locator(".app-password-settings")).containsText("STARTTLS");
        assertThat(page().locator(".app-password-settings")).not().containsText("dav.example.org");
        assertThat(page().locator("#kc-app-password-user")).hasText("alice");
    }

    @Test
    void copiesEachValueAndSaysSo() {
        realm.realm()
                .policy(Map.of(
                        "servers", "imap imap.example.org:993 tls,smtp [2001:db8::7]:587 starttls",
                        "protocols", "imap,smtp"));
        page().context().grantPermissions(List.of("clipboard-read", "clipboard-write"));
        make("Thunderbird");

        Map<String, String> values = Map.of(
                "user", "alice",
                "host-1", "imap.example.org",
                "port-1", "993",
                "host-2", "2001:db8::7",
                "port-2", "587");
        values.forEach((id, value) -> {
            page().evaluate("document.getElementById('kc-app-password-value-status').textContent = ''");
            page().click("#kc-app-password-" + id + "-copy");
            assertThat(page().locator("#kc-app-password-value-status")).hasText("Copied.");
            assertThat(page().evaluate("navigator.clipboard.readText()")).isEqualTo(value);
        });
        assertThat(page().locator("#kc-app-password-port-1-copy")).hasAccessibleName("Copy Port Reading mail (IMAP)");
    }

    @Test
    void hasStepsForTheChosenProtocols() {
        beginWithCode(alice);
        action().create("Printer", "smtp");
        page().waitForSelector("#kc-app-password-secret");

        assertThat(page().locator(".app-password-guides summary"))
                .hasText(new String[] {"A printer or scanner that sends mail"});
        page().locator(".app-password-guides summary").press("Enter");
        assertThat(page().locator(".app-password-guides li").first()).isVisible();
        assertThat(page().locator(".app-password-guides"))
                .containsText("the server, port and security that your administrator gives you");
    }

    @Test
    void isNotShownAgainOnReload() {
        make("Thunderbird");
        String secret = action().secret();

        page().reload();

        assertLost(secret);
        page().click("#kc-app-password-finish");
        assertThat(action().outcome()).isEqualTo("success");
        assertThat(realm.appPasswords(alice)).containsExactly("Thunderbird");
    }

    @Test
    void isNotShownInASecondTab() {
        make("Thunderbird");
        String secret = action().secret();

        Page second = page().context().newPage();
        second.navigate(page().url());
        assertThat(second.content()).doesNotContain(secret).doesNotContain(secret.replace("-", ""));
        second.close();

        assertThat(action().secret()).as("the first tab keeps it").isEqualTo(secret);
        assertThat(realm.appPasswords(alice)).containsExactly("Thunderbird");
    }

    @Test
    void isNotShownAgainAfterBackAndForward() {
        make("Thunderbird");
        String secret = action().secret();

        page().goBack();
        assertThat(page().content()).doesNotContain(secret);
        page().goForward();

        assertThat(page().content()).doesNotContain(secret);
        assertThat(realm.appPasswords(alice)).containsExactly("Thunderbird");
    }

    @Test
    void isNotShownWhenTheFormIsSentAgain() {
        beginWithCode(alice);
        String target = page().getAttribute("#kc-app-password-form", "action");
        action().create("Thunderbird", "imap");
        String secret = action().secret();

        String again = Form.to(target)
                .with("create", "true")
                .with("label", "Another")
                .with("protocols", "imap")
                .send(page().context())
                .body();

        assertThat(again).doesNotContain(secret).doesNotContain("kc-app-password-secret");
        assertThat(realm.appPasswords(alice)).containsExactly("Thunderbird");
    }

    @Test
    void isMadeOnceByADoubleClick() {
        beginWithCode(alice);
        page().fill("#label", "Thunderbird");
        page().check("#preset-mail");

        page().dblclick("#kc-app-password-create");

        assertThat(action().secret()).matches(SECRET);
        assertThat(realm.appPasswords(alice)).containsExactly("Thunderbird");
    }

    @Test
    void isMadeOnceBySeveralSubmitsAtOnce() {
        beginWithCode(alice);
        Form form = Form.to(page().getAttribute("#kc-app-password-form", "action"))
                .with("create", "true")
                .with("label", "Thunderbird")
                .with("presets", "mail");

        List<Form.Answer> answers = form.sendAtOnce(8, page().context());

        assertThat(answers)
                .filteredOn(answer -> answer.body().contains("kc-app-password-secret"))
                .hasSizeLessThanOrEqualTo(1);
        assertThat(realm.appPasswords(alice)).containsExactly("Thunderbird");
    }

    @Test
    void isMadeOnceWhateverTheSubmitsSay() {
        beginWithCode(alice);
        String address = page().getAttribute("#kc-app-password-form", "action");

        for (String label : List.of("Thunderbird", "Phone")) {
            Form.to(address)
                    .with("create", "true")
                    .with("label", label)
                    .with("presets", "mail")
                    .sendAtOnce(1, page().context());
        }

        assertThat(realm.appPasswords(alice)).containsExactly("Thunderbird");
    }

    @Test
    void isReplacedWhenItsPageWasLost() {
        make("Thunderbird");
        String lost = action().secret();
        String lostId = realm.appPassword(alice).path("id").asText();
        page().reload();

        page().click("#kc-app-password-replace");

        assertThat(realm.appPasswords(alice)).isEmpty();
        assertThat(realm.realm()
                        .events("REMOVE_CREDENTIAL")
                        .at("/0/details/credential_id")
                        .asText())
                .isEqualTo(lostId);
        action().create("Thunderbird", "imap");
        assertThat(action().secret()).matches(SECRET).isNotEqualTo(lost);
        assertThat(realm.appPassword(alice).path("id").asText()).isNotEqualTo(lostId);
    }

    @Test
    void asksForTheFactorBeforeReplacingWithStaleProof() {
        make("Thunderbird");
        makeProofStale();
        page().reload();

        page().click("#kc-app-password-replace");

        assertAsksForCode();
        assertThat(realm.appPasswords(alice)).isEmpty();
    }

    @Test
    void offersNoOtherLanguageThatWouldLoseIt() {
        realm.realm()
                .admin()
                .put(
                        realm.realm().path(""),
                        Map.of("internationalizationEnabled", true, "supportedLocales", List.of("en", "ar")));
        beginWithCode(alice);
        assertThat(page().locator("#login-select-toggle")).isVisible();
        action().create("Thunderbird", "imap");

        assertThat(page().locator("#kc-app-password-secret")).isVisible();
        assertThat(page().locator("#login-select-toggle")).isHidden();
    }

    @Test
    void isListedByItsNameInTheAccountConsole() {
        realm.realm().setUp();
        make("Thunderbird");
        action().finish();
        action().outcome();

        visitor.accountConsole().openSigningIn(realm.realm());

        assertThat(visitor.accountConsole().labels("app-password")).containsExactly("Thunderbird");
        assertThat(page().locator("body")).containsText("App password");
        assertThat(page().locator("body")).containsText("A password for one app or device");
    }

    @Test
    void needsNoScript() {
        try (Visitor plain = chromium.visitor(new Browser.NewContextOptions().setJavaScriptEnabled(false))) {
            plain.appPassword().begin(realm.realm());
            plain.login().password(alice);
            plain.login().code(alice.app().freshCode());
            plain.page().fill("#label", "Thunderbird");
            plain.page().press("#preset-mail", "Space");
            plain.appPassword().submit();

            assertThat(plain.appPassword().secret()).matches(SECRET);
            assertThat(plain.page().locator("#kc-app-password-copy")).isHidden();
            assertThat(plain.page().locator("#kc-app-password-copy-plain")).isHidden();
            plain.appPassword().finish();
            assertThat(plain.appPassword().outcome()).isEqualTo("success");
        }
    }

    private void make(String label) {
        beginWithCode(alice);
        action().create(label, "imap", "smtp");
        page().waitForSelector("#kc-app-password-secret");
    }

    private void assertLost(String secret) {
        assertThat(page().locator("#kc-app-password-replace")).isVisible();
        assertThat(page().content()).doesNotContain(secret);
    }
}
