package io.github.keycloakapppasswords.gate;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.github.keycloakapppasswords.stage.Chromium;
import io.github.keycloakapppasswords.stage.Gateway;
import io.github.keycloakapppasswords.stage.KeycloakServer;
import io.github.keycloakapppasswords.stage.Look;
import io.github.keycloakapppasswords.stage.NewUser;
import io.github.keycloakapppasswords.stage.Person;
import io.github.keycloakapppasswords.stage.Visitor;
import io.github.keycloakapppasswords.validation.Asking;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every page in every theme, language, colour and size; a picture of each lies in {@code target/screenshots}. */
class PagesIT extends GateTest {
    private static final String STOCK = "keycloak.v2";

    private Visitor reader = visitor;
    private Look look = Look.LIGHT;
    private String theme = STOCK;
    private final List<String> requests = new ArrayList<>();
    private Gateway services = new Gateway("", "");

    PagesIT(KeycloakServer keycloak, Chromium chromium) {
        super(keycloak, chromium);
    }

    /** What the pages are looked at in: the theme of Keycloak 26 in each look, the older ones in one. */
    static Stream<Arguments> settings() {
        return Stream.concat(
                Stream.of(Look.values()).map(look -> Arguments.of(look, STOCK)),
                Stream.of("keycloak", "base").map(older -> Arguments.of(Look.LIGHT, older)));
    }

    @AfterEach
    void closeReader() {
        if (reader != visitor) {
            reader.close();
        }
    }

    private void open(Look wanted, String inTheme) {
        look = wanted;
        theme = inTheme;
        reader = chromium.visitor(look.options(800));
        page().onRequest(request -> requests.add(request.url()));
        realm.realm()
                .admin()
                .put(
                        realm.realm().path(""),
                        Map.of(
                                "displayName",
                                "Example University",
                                "loginTheme",
                                theme,
                                "internationalizationEnabled",
                                true,
                                "supportedLocales",
                                List.of("en", "ar"),
                                "defaultLocale",
                                look.language()));
        realm.loginWithoutSecondFactor();
        realm.securityKeys();
        realm.passkeys();
        services = realm.realm()
                .gateway(
                        "services",
                        Map.of(
                                "protocols",
                                List.of(
                                        "imap",
                                        "smtp",
                                        "sieve",
                                        "caldav",
                                        "carddav",
                                        "webdav",
                                        "xmpp",
                                        "radius",
                                        "my-scanner")));
        policy("owners-may-restrict-networks", "true");
    }

    /** Sets one value beside those that all of the pages are looked at with. */
    private void policy(String name, String value) {
        Map<String, String> policy = new HashMap<>(Map.of(
                "default-lifetime-days", "365",
                "enrolment-wait-hours", "0",
                "protocols", "imap,smtp,sieve,caldav,carddav,webdav,xmpp,radius,my-scanner",
                "servers", "imap imap.example.org:993 tls,smtp smtp.example.org:465 tls"));
        policy.put(name, value);
        realm.realm().policy(policy);
    }

    @ParameterizedTest
    @MethodSource("settings")
    void areWholeWithOneFactor(Look wanted, String inTheme) {
        open(wanted, inTheme);
        Person alice = realm.user(NewUser.named("alice").withOtp());
        start(alice);
        whole("ask-code");
        code(alice.app().wrongCode());
        assertThat(page().locator("#totp")).hasAttribute("aria-invalid", "true");
        whole("ask-code-wrong");
        code(alice.app().freshCode());
        whole("form");
        page().fill("#label", "\"><img src=x onerror=alert(1)>");
        page().click("details > summary");
        page().fill("#networks", "10.0.0.0/33");
        page().click("#kc-app-password-create");
        whole("form-errors");
        page().fill("#label", look.language().equals("ar") ? "هاتفي الجديد" : "Thunderbird on my laptop");
        page().fill("#networks", "");
        page().check("#preset-mail");
        page().click("#kc-app-password-create");
        page().waitForSelector("#kc-app-password-copy:visible");
        page().click("#kc-app-password-copy");
        assertThat(page().locator("#kc-app-password-copy-status")).not().isEmpty();
        whole("reveal");
        wholeWhileSignInsAreSeen();
        page().reload();
        whole("lost");
        page().click("#kc-app-password-replace");
        whole("replaced");
        realm.realm().policy(Map.of("maximum-per-user", "1"));
        page().fill("#label", "One");
        page().check("#preset-mail");
        page().click("#kc-app-password-create");
        page().click("#kc-app-password-finish");
        reader.appPassword().outcome();
        reader.appPassword().begin(realm.realm());
        whole("maximum");
    }

    private void wholeWhileSignInsAreSeen() {
        Asking asking = Asking.as(realm.realm(), services);
        String secret = reader.appPassword().secret();
        page().locator(".app-password-guides summary").all().forEach(Locator::click);
        assertThat(asking.ask("alice", secret, "webdav").status()).isEqualTo(401);
        assertThat(page().locator("[data-state=refused]")).isVisible();
        page().click("details:has(#kc-app-password-code) > summary");
        page().click("#kc-app-password-user-copy");
        assertThat(page().locator("#kc-app-password-value-status")).not().isEmpty();
        whole("reveal-refused");
        wholeWithoutScript();
        page().locator(".app-password-guides summary").all().forEach(Locator::click);
        assertThat(asking.ask("alice", secret, "imap", "2001:db8:1234:5678:9abc:def0:1234:5678")
                        .status())
                .isEqualTo(200);
        assertThat(page().locator("[data-state=accepted]")).isVisible();
        whole("reveal-accepted");
    }

    /** As the button that browsers without scripts have. */
    private void wholeWithoutScript() {
        Page answer = page().waitForPopup(() -> page().evaluate("() => { const box = document.getElementById("
                + "'kc-app-password-watch'); const form = document.createElement('form'); form.method = 'post';"
                + " form.target = '_blank'; form.action = box.dataset.url; const field = document.createElement('input');"
                + " field.name = 'ticket'; field.value = box.dataset.ticket; form.append(field);"
                + " document.body.append(form); form.submit(); form.remove(); }"));
        assertThat(answer.locator("[data-state=refused]")).isVisible();
        answer.screenshot(
                new Page.ScreenshotOptions().setFullPage(true).setPath(PICTURES.resolve(picture("first-sign-in"))));
        assertThat(answer.innerText("body")).doesNotContain("appPassword").doesNotContain("{0}");
        assertThat(answer.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
                .isEqualTo(true);
        assertThat(answer.evaluate(NAMELESS)).isEqualTo(List.of());
        assertAccessible(answer, "first-sign-in");
        answer.close();
    }

    @ParameterizedTest
    @MethodSource("settings")
    void areWholeWithoutFactor(Look wanted, String inTheme) {
        open(wanted, inTheme);
        Person bob = realm.user(NewUser.named("bob"));
        start(bob);
        whole("set-up");
        page().click("#kc-app-password-setup");
        page().click("#cancelTOTPBtn");
        whole("set-up-cancelled");
        realm.realm().policy(Map.of("enrolment-offered", "false"));
        page().reload();
        whole("set-up-not-offered");
    }

    @ParameterizedTest
    @MethodSource("settings")
    void areWholeWhileAnOwnerMustWaitAndBeforeAProfile(Look wanted, String inTheme) {
        open(wanted, inTheme);
        policy("enrolment-wait-hours", "24");
        Person dana = realm.user(NewUser.named("dana").withOtp());
        removeFactorByAccountRest(dana);
        start(dana);
        assertRefused("appPasswordWaitRemoved");
        whole("wait");
        policy("unsigned-profiles", "true");
        page().reload();
        page().click("#kc-app-password-setup");
        enrolApp("Phone");
        page().fill("#label", "iPad");
        page().check("#preset-mail");
        page().click("#kc-app-password-profile");
        page().waitForSelector("#kc-app-password-download");
        whole("profile");
    }

    @ParameterizedTest
    @MethodSource("settings")
    void areWholeWithSeveralFactors(Look wanted, String inTheme) {
        open(wanted, inTheme);
        reader.plugInSecurityKey();
        Person carol = realm.user(NewUser.named("carol").withOtp());
        realm.require(carol, "webauthn-register");
        reader.accountConsole().openSigningIn(realm.realm());
        reader.login().password(carol);
        reader.login().enrolAuthenticator();
        reader.accountConsole().labels("otp");
        page().context().clearCookies();
        start(carol);
        page().click("#kc-app-password-other-way");
        whole("choose");
        page().click("[name=factor][value=webauthn]");
        page().waitForSelector("#kc-app-password-verify:visible");
        whole("ask-key");
    }

    private void start(Person person) {
        reader.appPassword().begin(realm.realm());
        reader.login().password(person);
        page().waitForSelector("form[id^=kc-app-password]");
    }

    private void code(String code) {
        page().fill("#totp", code);
        page().click("#kc-app-password-verify");
    }

    /** Nothing is missing, nothing sticks out, every control has a name, and the direction is that of the language. */
    private void whole(String name) {
        page().waitForSelector("form[id^=kc-app-password]");
        page().waitForLoadState();
        reader.screenshot(PICTURES.resolve(picture(name)));
        assertThat(requests).allSatisfy(url -> assertThat(url).startsWith(keycloakOrigin()));
        assertThat(page().innerText("body")).doesNotContain("appPassword").doesNotContain("{0}");
        assertThat(page().evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
                .as("fits the width")
                .isEqualTo(true);
        assertThat(page().locator("html")).hasAttribute("dir", look.direction());
        assertThat(page().evaluate(NAMELESS)).as("controls without a name").isEqualTo(List.of());
        assertThat(page().evaluate(DANGLING)).as("references to nothing").isEqualTo(List.of());
        assertThat(page().locator("#kc-cancel, #kc-app-password-finish").first())
                .isVisible();
        assertAccessible(page(), name);
    }

    /** The faults of the older themes are Keycloak's. */
    private void assertAccessible(Page page, String name) {
        if (theme.equals(STOCK)) {
            assertThat(Look.violations(page, List.of(), "#kc-content, .pf-v5-c-login__main-body"))
                    .as(name)
                    .isEmpty();
        }
    }

    private String picture(String name) {
        return look.picture(theme.equals(STOCK) ? name : name + "-" + theme);
    }

    private String keycloakOrigin() {
        return realm.realm().url().replaceFirst("/realms/.*", "");
    }

    private static final String NAMELESS = "Array.from(document.querySelectorAll("
            + "'#kc-content form input:not([type=hidden]), main form input:not([type=hidden]), textarea, form button'))"
            + ".filter(e => !(e.labels?.length || e.textContent.trim() || e.ariaLabel)).map(e => e.outerHTML)";

    private static final String DANGLING = "Array.from(document.querySelectorAll('[aria-describedby]'))"
            + ".flatMap(e => e.getAttribute('aria-describedby').split(' '))"
            + ".filter(id => !document.getElementById(id))";

    @Override
    Page page() {
        return reader.page();
    }
}
