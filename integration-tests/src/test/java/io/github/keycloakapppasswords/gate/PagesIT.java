package io.github.keycloakapppasswords.gate;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ForcedColors;
import com.microsoft.playwright.options.ReducedMotion;
import io.github.keycloakapppasswords.stage.Chromium;
import io.github.keycloakapppasswords.stage.Gateway;
import io.github.keycloakapppasswords.stage.KeycloakServer;
import io.github.keycloakapppasswords.stage.NewUser;
import io.github.keycloakapppasswords.stage.Person;
import io.github.keycloakapppasswords.stage.Visitor;
import io.github.keycloakapppasswords.validation.Asking;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every page in every theme, language, colour and size; a picture of each lies in {@code target/screenshots}. */
class PagesIT extends GateTest {
    private Visitor reader = visitor;
    private Look look = Look.LIGHT;
    private final List<String> requests = new ArrayList<>();
    private Gateway services = new Gateway("", "");

    PagesIT(KeycloakServer keycloak, Chromium chromium) {
        super(keycloak, chromium);
    }

    /** How the pages are looked at. */
    enum Look {
        LIGHT("keycloak.v2", "en", ColorScheme.LIGHT, 1100),
        DARK("keycloak.v2", "en", ColorScheme.DARK, 1100),
        ARABIC("keycloak.v2", "ar", ColorScheme.LIGHT, 1100),
        PHONE("keycloak.v2", "en", ColorScheme.LIGHT, 320),
        ARABIC_PHONE_DARK("keycloak.v2", "ar", ColorScheme.DARK, 320),
        /** 1100 pixels at 200 %. */
        ZOOMED("keycloak.v2", "en", ColorScheme.LIGHT, 550),
        HIGH_CONTRAST("keycloak.v2", "en", ColorScheme.DARK, 1100),
        OLD_THEME("keycloak", "en", ColorScheme.LIGHT, 1100),
        BARE_THEME("base", "en", ColorScheme.LIGHT, 1100);

        private final String theme;
        private final String language;
        private final ColorScheme colours;
        private final int width;

        Look(String theme, String language, ColorScheme colours, int width) {
            this.theme = theme;
            this.language = language;
            this.colours = colours;
            this.width = width;
        }

        private Browser.NewContextOptions options() {
            return new Browser.NewContextOptions()
                    .setLocale(language)
                    .setColorScheme(colours)
                    .setViewportSize(width, 800)
                    .setDeviceScaleFactor(this == ZOOMED ? 2 : 1)
                    .setForcedColors(this == HIGH_CONTRAST ? ForcedColors.ACTIVE : ForcedColors.NONE)
                    .setReducedMotion(this == HIGH_CONTRAST ? ReducedMotion.REDUCE : ReducedMotion.NO_PREFERENCE);
        }
    }

    @AfterEach
    void closeReader() {
        if (reader != visitor) {
            reader.close();
        }
    }

    private void open(Look wanted) {
        look = wanted;
        reader = chromium.visitor(look.options());
        page().onRequest(request -> requests.add(request.url()));
        realm.realm()
                .admin()
                .put(
                        realm.realm().path(""),
                        Map.of(
                                "displayName",
                                "Example University",
                                "loginTheme",
                                look.theme,
                                "internationalizationEnabled",
                                true,
                                "supportedLocales",
                                List.of("en", "ar"),
                                "defaultLocale",
                                look.language));
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
        realm.realm()
                .policy(Map.of(
                        "owners-may-restrict-networks", "true",
                        "default-lifetime-days", "365",
                        "enrolment-wait-hours", "0",
                        "protocols", "imap,smtp,sieve,caldav,carddav,webdav,xmpp,radius,my-scanner",
                        "servers", "imap imap.example.org:993 tls,smtp smtp.example.org:465 tls"));
    }

    @ParameterizedTest
    @EnumSource
    void areWholeWithOneFactor(Look wanted) {
        open(wanted);
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
        page().fill("#label", look.language.equals("ar") ? "هاتفي الجديد" : "Thunderbird on my laptop");
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
        Page look = page().waitForPopup(() -> page().evaluate("() => { const box = document.getElementById("
                + "'kc-app-password-watch'); const form = document.createElement('form'); form.method = 'post';"
                + " form.target = '_blank'; form.action = box.dataset.url; const field = document.createElement('input');"
                + " field.name = 'ticket'; field.value = box.dataset.ticket; form.append(field);"
                + " document.body.append(form); form.submit(); form.remove(); }"));
        assertThat(look.locator("[data-state=refused]")).isVisible();
        String name = "first-sign-in-" + this.look.name().toLowerCase(Locale.ROOT) + ".png";
        look.screenshot(new Page.ScreenshotOptions().setFullPage(true).setPath(PICTURES.resolve(name)));
        assertThat(look.innerText("body")).doesNotContain("appPassword").doesNotContain("{0}");
        assertThat(look.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
                .isEqualTo(true);
        assertThat(look.evaluate(NAMELESS)).isEqualTo(List.of());
        if (this.look.theme.equals("keycloak.v2")) {
            assertThat(violations(look)).as(name).isEmpty();
        }
        look.close();
    }

    @ParameterizedTest
    @EnumSource
    void areWholeWithoutFactor(Look wanted) {
        open(wanted);
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
    @EnumSource
    void areWholeWithSeveralFactors(Look wanted) {
        open(wanted);
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
        reader.screenshot(PICTURES.resolve(name + "-" + look.name().toLowerCase(Locale.ROOT) + ".png"));
        assertThat(requests).allSatisfy(url -> assertThat(url).startsWith(keycloakOrigin()));
        assertThat(page().innerText("body")).doesNotContain("appPassword").doesNotContain("{0}");
        assertThat(page().evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
                .as("fits the width")
                .isEqualTo(true);
        assertThat(page().locator("html")).hasAttribute("dir", look.language.equals("ar") ? "rtl" : "ltr");
        assertThat(page().evaluate(NAMELESS)).as("controls without a name").isEqualTo(List.of());
        assertThat(page().evaluate(DANGLING)).as("references to nothing").isEqualTo(List.of());
        assertThat(page().locator("#kc-cancel, #kc-app-password-finish").first())
                .isVisible();
        if (look.theme.equals("keycloak.v2")) {
            assertThat(violations(page())).as(name).isEmpty();
        }
    }

    private String keycloakOrigin() {
        return realm.realm().url().replaceFirst("/realms/.*", "");
    }

    /** What axe finds in our part of the page; the header is Keycloak's. */
    private static List<String> violations(Page page) {
        return new AxeBuilder(page)
                .include("#kc-content, .pf-v5-c-login__main-body").analyze().getViolations().stream()
                        .map(rule -> rule.getId() + " " + rule.getHelp() + " "
                                + rule.getNodes().stream()
                                        .map(node -> node.getHtml())
                                        .toList())
                        .toList();
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
