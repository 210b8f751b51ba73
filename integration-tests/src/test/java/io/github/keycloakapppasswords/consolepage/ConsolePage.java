package io.github.keycloakapppasswords.consolepage;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import io.github.keycloakapppasswords.stage.AppPasswordOnPaper;
import io.github.keycloakapppasswords.stage.AppPasswordsPage;
import io.github.keycloakapppasswords.stage.Chromium;
import io.github.keycloakapppasswords.stage.Http;
import io.github.keycloakapppasswords.stage.HttpAnswer;
import io.github.keycloakapppasswords.stage.KeycloakServer;
import io.github.keycloakapppasswords.stage.Look;
import io.github.keycloakapppasswords.stage.NewUser;
import io.github.keycloakapppasswords.stage.Person;
import io.github.keycloakapppasswords.stage.Project;
import io.github.keycloakapppasswords.stage.Realm;
import io.github.keycloakapppasswords.stage.SharedChromium;
import io.github.keycloakapppasswords.stage.Visitor;
import io.github.keycloakapppasswords.stage.Waiting;
import io.github.keycloakapppasswords.validation.Asking;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each way through the page; a picture of each state lies in {@code target/screenshots}. A realm of its own for each test. */
@ExtendWith(SharedChromium.class)
public abstract class ConsolePage {
    private static final Path PICTURES = Project.root().resolve("integration-tests/target/screenshots");
    private static final String API = "**/app-passwords/account**";

    private final Chromium chromium;
    private final Realm realm;
    private final Person alice;
    private Visitor visitor;
    private AppPasswordsPage list;

    /** A picture of the page on which a test failed. */
    @RegisterExtension
    final AfterTestExecutionCallback picture = context -> {
        if (context.getExecutionException().isPresent()) {
            page().screenshot(new Page.ScreenshotOptions()
                    .setPath(PICTURES.resolve(
                            "failed-console-" + context.getUniqueId().replaceAll("\\W+", "-") + ".png")));
        }
    };

    protected ConsolePage(KeycloakServer keycloak, Chromium chromium) {
        this.chromium = chromium;
        realm = Realm.create(keycloak);
        realm.setUpWithPage();
        alice = realm.user(NewUser.named("alice").withOtp());
        visitor = chromium.visitor();
        list = new AppPasswordsPage(visitor);
    }

    @AfterEach
    void close() {
        visitor.close();
        realm.close();
    }

    private Page page() {
        return visitor.page();
    }

    private void signIn() {
        list.signIn(realm, alice);
    }

    /** Clicks on whoever lives in this browser from now on. */
    private void lookAs(Look look) {
        visitor.close();
        // the console scrolls inside itself: what is below does not come onto a screenshot
        visitor = chromium.visitor(look.options(look.isPhone() ? 1800 : 1000));
        list = new AppPasswordsPage(visitor);
        realm.admin()
                .put(
                        realm.path(""),
                        Map.of(
                                "internationalizationEnabled",
                                true,
                                "supportedLocales",
                                List.of("en", "ar"),
                                "defaultLocale",
                                look.language()));
    }

    @Test
    void createdOneIsMarkedAndItsSecretIsNowhere() {
        realm.gateway("dovecot", Asking.IMAP);
        signIn();
        assertThat(list.at("empty")).isVisible();

        String secret = list.create("Phone", Asking.IMAP);

        assertThat(list.toast("Phone was created.")).isVisible();
        assertThat(list.entry("Phone").getByText("New")).isVisible();
        assertThat(list.cell("Phone", "Used for")).hasText(Pattern.compile("^Mail on a phone or computer\\s*IMAP$"));
        assertThat(list.cell("Phone", "State")).hasText("Not used yet");
        assertThat(visitor.traces() + page().content()).doesNotContain(secret).doesNotContain(secret.replace("-", ""));
        page().reload();
        assertThat(list.entry("Phone")).isVisible();
        assertThat(list.entry("Phone").getByText("New")).hasCount(0);
    }

    @Test
    void comesBackFromAFormThatWasCancelled() {
        signIn();

        list.at("create").click();
        visitor.appPassword().awaitForm();
        visitor.appPassword().cancel();

        assertThat(list.toast("You cancelled, so no app password was created.")).isVisible();
        assertThat(list.at("empty")).isVisible();
    }

    @Test
    void saysWhyNoneCanBeMade() {
        realm.policy(Map.of("maximum-per-user", "1"));
        realm.appPassword(alice, "Phone", Asking.IMAP);
        signIn();

        assertThat(list.at("note")).containsText("as many app passwords as are allowed: 1.");
        assertThat(list.at("create")).isDisabled();

        realm.policyUnchecked(Map.of("maximum-per-user", "none"));
        list.at("refresh").click();

        assertThat(list.at("note")).containsText("cannot be created at present");
    }

    @Test
    void showsTheLastUseOnDemand() {
        AppPasswordOnPaper phone = realm.appPassword(alice, "Phone", Asking.IMAP);
        Asking dovecot = Asking.as(realm, realm.gateway("dovecot", Asking.IMAP));
        signIn();
        assertThat(list.cell("Phone", "Last used")).hasText("Not used yet");

        assertThat(dovecot.status(alice.username(), phone.secret())).isEqualTo(200);
        Waiting.until(Duration.ofSeconds(20), "the use is on the page", () -> {
            list.at("refresh").click();
            list.at("refresh").and(page().locator(":enabled")).waitFor();
            return list.cell("Phone", "Last used").innerText().contains("IMAP");
        });

        assertThat(list.cell("Phone", "Last used")).containsText("just now");
        assertThat(list.cell("Phone", "State")).hasText("In use");
    }

    @Test
    void renamesInPlace() {
        realm.appPassword(alice, "Phone", Asking.IMAP);
        realm.appPassword(alice, "Printer", Asking.IMAP);
        signIn();

        list.rename("Phone", "printer");
        assertThat(list.at("problem"))
                .hasText("You already have an app password named printer. Please choose another name.");
        assertThat(list.at("label")).isFocused();
        list.at("label").fill("Old phone");
        list.at("save").click();

        assertThat(list.toast("The new name is Old phone.")).isVisible();
        assertThat(list.entry("Old phone").getByTestId("app-passwords/rename")).isFocused();
        assertThat(list.labels()).containsExactlyInAnyOrder("Old phone", "Printer");

        list.entry("Printer").getByTestId("app-passwords/rename").click();
        list.at("label").press("Escape");
        assertThat(list.entry("Printer").getByTestId("app-passwords/rename")).isFocused();
    }

    @Test
    void revokesAfterItSaidWhatStopsAndWhen() {
        AppPasswordOnPaper phone = realm.appPassword(alice, "Phone", Asking.IMAP);
        realm.appPassword(alice, "Printer", "smtp");
        Asking dovecot = Asking.as(
                realm, realm.gateway("dovecot", Map.of("protocols", List.of(Asking.IMAP), "cacheSeconds", 90)));
        signIn();

        list.entry("Phone").getByTestId("app-passwords/revoke").click();
        assertThat(list.dialog()).containsText("Revoke Phone?");
        assertThat(list.dialog()).containsText("It stops working within 2 minutes.");
        assertThat(list.dialog()).containsText("Mail on a phone or computer");
        list.at("cancel").click();
        assertThat(list.entry("Phone").getByTestId("app-passwords/revoke")).isFocused();
        list.revoke("Phone");

        assertThat(list.toast("Phone was revoked. It stops working within 2 minutes."))
                .isVisible();
        assertThat(list.entry("Phone")).hasCount(0);
        assertThat(page().getByTestId("page-heading")).isFocused();
        assertThat(dovecot.status(alice.username(), phone.secret())).isEqualTo(401);

        Waiting.until(Duration.ofSeconds(20), "the page says that a device still sends it", () -> {
            list.at("refresh").click();
            list.at("refresh").and(page().locator(":enabled")).waitFor();
            return list.at("still-sent").isVisible();
        });
        assertThat(list.at("still-sent")).containsText("Phone");
        assertThat(list.at("still-sent")).containsText("IMAP");
    }

    @Test
    void revokesAllAtTheirOwnersWish() {
        realm.appPassword(alice, "Phone", Asking.IMAP);
        realm.appPassword(alice, "Printer", "smtp");
        signIn();

        list.at("revoke-all").click();
        list.at("confirm").click();

        assertThat(list.toast("All app passwords were revoked. They stop working at once."))
                .isVisible();
        assertThat(list.at("empty")).isVisible();
        assertThat(page().getByTestId("page-heading")).isFocused();
    }

    @Test
    void findsAndSortsAmongAHundred() {
        for (int i = 1; i <= 100; i++) {
            realm.appPassword(alice, "Device " + i, i == 42 ? "xmpp" : Asking.IMAP);
        }
        signIn();
        assertThat(list.at("entry")).hasCount(100);

        list.at("sort/label").click();
        assertThat(list.labels()).startsWith("Device 1", "Device 2", "Device 3").endsWith("Device 100");
        list.at("sort/label").click();
        assertThat(list.labels()).startsWith("Device 100", "Device 99");
        assertThat(page().locator("th[aria-sort=descending]")).hasText(Pattern.compile("^Name"));

        assertThat(list.at("order")).isHidden();
        page().setViewportSize(320, 800);
        list.at("order").selectOption("createdAt");
        assertThat(list.labels()).startsWith("Device 100", "Device 99");
        list.at("order").selectOption("label");
        assertThat(list.labels()).startsWith("Device 1", "Device 2", "Device 3");
        page().setViewportSize(1280, 800);

        list.at("search").fill("chat");
        assertThat(list.at("name")).hasText("Device 42");
        assertThat(page().getByText("1 of 100")).isVisible();
    }

    @Test
    void isUsableByKeyboardAlone() {
        signIn();
        list.at("refresh").focus();

        tabTo(list.at("create"));
        page().keyboard().press("Enter");
        visitor.appPassword().awaitForm();
        assertThat(page().locator("#label")).isFocused();
        page().keyboard().type("Phone");
        tabTo(page().locator("#preset-mail"));
        page().keyboard().press("Space");
        tabTo(page().locator("#kc-app-password-create"));
        page().keyboard().press("Enter");
        tabTo(page().locator("#kc-app-password-copy"));
        page().keyboard().press("Enter");
        assertThat(page().locator("#kc-app-password-copy-status")).hasText(Pattern.compile("\\S"));
        tabTo(page().locator("#kc-app-password-finish"));
        page().keyboard().press("Enter");
        list.entry("Phone").waitFor();
        list.at("refresh").focus();

        tabTo(list.at("rename"));
        page().keyboard().press("Enter");
        page().keyboard().type("Tablet");
        page().keyboard().press("Enter");
        assertThat(list.entry("Tablet").getByTestId("app-passwords/rename")).isFocused();

        tabTo(list.at("revoke"));
        page().keyboard().press("Enter");
        assertThat(list.dialog()).isVisible();
        assertThat(list.at("cancel")).isFocused();
        page().keyboard().press("Escape");
        assertThat(list.dialog()).isHidden();
        page().keyboard().press("Enter");
        tabTo(list.at("confirm"));
        page().keyboard().press("Enter");
        assertThat(list.at("empty")).isVisible();
    }

    private void tabTo(Locator control) {
        for (int i = 0; i < 30; i++) {
            page().keyboard().press("Tab");
            if (Boolean.TRUE.equals(control.evaluate("element => element === document.activeElement"))) {
                return;
            }
        }
        throw new AssertionError("Not reached by Tab: " + control);
    }

    @Test
    void saysWhatFailedAndTriesAgain() {
        realm.appPassword(alice, "Phone", Asking.IMAP);
        page().route(API, route -> route.fulfill(new Route.FulfillOptions().setStatus(503)));
        page().navigate(AppPasswordsPage.address(realm));
        visitor.login().password(alice);
        visitor.login().code(alice.app().freshCode());
        assertThat(list.at("failure")).containsText("Your app passwords could not be loaded.");

        page().unroute(API);
        list.at("retry").click();
        assertThat(list.entry("Phone")).isVisible();
        assertThat(list.at("failure")).hasCount(0);

        page().route(API, Route::abort);
        list.revoke("Phone");
        assertThat(list.dialog()).containsText("The server did not answer as expected. Please try again.");
        page().unroute(API);
        list.at("confirm").click();
        assertThat(list.at("empty")).isVisible();
    }

    @Test
    void sendsAnOwnerWhoseSessionHasEndedToTheLogin() {
        signIn();
        realm.admin().post(realm.path("/users/" + alice.id() + "/logout"), Map.of());

        list.at("refresh").click();
        assertThat(list.at("failure")).containsText("You are signed out.");
        list.at("retry").click();

        visitor.login().awaitPassword();
    }

    /** As if a later React had renamed what the page looks for. */
    @Test
    void leadsToSigningInWhereTheConsoleIsNotAsExpected() {
        page().route("**/react-dom.production.min.js", route -> {
            String script = route.fetch().text();
            route.fulfill(new Route.FulfillOptions()
                    .setContentType("text/javascript")
                    .setBody(script.replace("__reactFiber$", "__reactThread$")));
        });
        page().navigate(AppPasswordsPage.address(realm));
        visitor.login().password(alice);
        visitor.login().code(alice.app().freshCode());

        assertThat(list.at("console-changed")).containsText("This page cannot be shown here.");
        visitor.screenshot(PICTURES.resolve("console-changed.png"));
        page().getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Open “Signing in”"))
                .click();

        assertThat(page().getByTestId("app-password/credential-list")).isVisible();
    }

    @Test
    void neitherLabelsNorAddressesInject() {
        String hostile = "<img src=x onerror=alert(1)>{0}";
        AppPasswordOnPaper phone = realm.appPassword(alice, hostile, Asking.IMAP);
        Asking dovecot = Asking.as(realm, realm.gateway("dovecot", Asking.IMAP));
        List<String> faults = new ArrayList<>();
        page().onConsoleMessage(message -> {
            if (message.text().contains("Content Security Policy")) {
                faults.add(message.text());
            }
        });
        List<String> requests = new ArrayList<>();
        page().onRequest(request -> requests.add(request.url()));
        assertThat(dovecot.status(alice.username(), phone.secret())).isEqualTo(200);

        signIn();
        assertThat(list.labels()).containsExactly(hostile);
        list.revoke(hostile);
        assertThat(list.toast(hostile + " was revoked. It stops working at once."))
                .isVisible();

        assertThat(page().locator("img[src=x]")).hasCount(0);
        assertThat(faults).isEmpty();
        String origin = realm.url().replaceFirst("/realms/.*", "");
        assertThat(requests).allSatisfy(url -> assertThat(url).startsWith(origin));
    }

    /** Keycloak's default, as the stock theme has it. */
    @Test
    void leavesTheContentSecurityPolicyAsItIs() {
        HttpRequest console =
                HttpRequest.newBuilder(URI.create(realm.url() + "/account/")).build();
        HttpAnswer withPage = new Http().send(console);
        realm.admin().put(realm.path(""), Map.of("accountTheme", "keycloak.v3"));
        HttpAnswer stock = new Http().send(console);

        assertThat(withPage.body()).contains("app-passwords");
        assertThat(stock.body()).doesNotContain("app-passwords");
        assertThat(withPage.header("Content-Security-Policy"))
                .isPresent()
                .isEqualTo(stock.header("Content-Security-Policy"));
    }

    /** Without the theme, Keycloak's own page lists and removes. */
    @Test
    void isNotNeededToListAndToRemove() {
        realm.admin().put(realm.path(""), Map.of("accountTheme", "keycloak.v3"));
        realm.appPassword(alice, "Phone", Asking.IMAP);
        visitor.accountConsole().openSigningIn(realm);
        visitor.login().password(alice);
        visitor.login().code(alice.app().freshCode());

        assertThat(visitor.accountConsole().labels("app-password")).containsExactly("Phone");
        assertThat(list.menuEntry()).hasCount(0);
        visitor.accountConsole().delete("app-password", "Phone");
    }

    @Test
    void saysWhyTheActionHasRefused() {
        realm.policy(Map.of("protocols", Asking.IMAP));
        realm.gateway("relay", Map.of("protocols", List.of("smtp")));
        signIn();
        assertThat(list.at("note")).hasCount(0);

        list.at("create").click();
        page().waitForSelector("#kc-app-password-notice");
        page().click("#kc-cancel");

        assertThat(list.at("note")).containsText("None of the services here can be used with an app password.");
        assertThat(list.toast("You cancelled, so no app password was created.")).hasCount(0);
        page().reload();
        list.awaitList();
        assertThat(list.at("note")).hasCount(0);
    }

    @ParameterizedTest
    @EnumSource
    void isWholeAndAccessible(Look look) {
        lookAs(look);
        boolean arabic = look.language().equals("ar");
        String phone = arabic ? "هاتفي الجديد" : "My new phone";
        AppPasswordOnPaper used = realm.appPassword(alice, phone, Asking.IMAP, "smtp");
        AppPasswordOnPaper lost = realm.appPassword(alice, "Lost laptop", Asking.IMAP);
        realm.appPassword(alice, "Printer in room 4711, second floor", List.of(), "2030-01-01T00:00:00Z", "smtp");
        realm.appPassword(alice, "Old", List.of(), "2020-01-01T00:00:00Z", "caldav", "my-scanner");
        Asking dovecot = Asking.as(realm, realm.gateway("dovecot", Asking.IMAP));
        assertThat(dovecot.status(alice.username(), used.secret())).isEqualTo(200);
        realm.revoke(alice, lost.id());
        assertThat(dovecot.status(alice.username(), lost.secret())).isEqualTo(401);
        signInByAddress();
        Waiting.until(Duration.ofSeconds(20), "the uses are on the page", () -> {
            page().reload();
            list.awaitList();
            return list.at("still-sent").isVisible()
                    && list.entry(phone).innerText().contains("IMAP")
                    && list.entry(phone).locator("time").count() == 2;
        });

        whole("list", look);
        list.entry(phone).getByTestId("app-passwords/rename").click();
        list.at("label").fill("old");
        list.at("save").click();
        list.at("problem")
                .filter(new Locator.FilterOptions().setHasText(Pattern.compile("\\S")))
                .waitFor();
        whole("rename", look);
        list.at("label").press("Escape");
        list.entry(phone).getByTestId("app-passwords/revoke").click();
        list.dialog().waitFor();
        whole("revoke", look);
        list.at("cancel").click();
        list.at("refresh").click();
        list.at("toasts").locator(".pf-v5-c-alert").waitFor();
        whole("toast", look);
        list.at("revoke-all").click();
        list.dialog().waitFor();
        whole("revoke-all", look);
        list.at("confirm").click();
        list.at("empty").waitFor();
        whole("empty", look);
        page().route(API, route -> route.fulfill(new Route.FulfillOptions().setStatus(503)));
        list.at("refresh").click();
        list.at("failure").waitFor();
        whole("failure", look);
        page().unroute(API);
        page().route(API, route -> {});
        page().reload();
        list.at("loading").waitFor();
        whole("loading", look);
        if (look == Look.HIGH_CONTRAST) {
            assertThat(page().evaluate("document.getAnimations().length"))
                    .as("nothing moves")
                    .isEqualTo(0);
        }
    }

    private void signInByAddress() {
        page().navigate(AppPasswordsPage.address(realm));
        visitor.login().password(alice);
        visitor.login().code(alice.app().freshCode());
        list.awaitList();
    }

    /** What scrolls sideways between the console's frame and our page. */
    private static final String TOO_WIDE = "Array.from(document.querySelectorAll('main, main *'))"
            + ".filter(e => e.scrollWidth > e.clientWidth + 1 && ['auto', 'scroll'].includes(getComputedStyle(e).overflowX))"
            + ".map(e => e.outerHTML.slice(0, 200))";

    /** Nothing is missing, nothing sticks out, axe finds nothing, and the direction is that of the language. */
    private void whole(String name, Look look) {
        visitor.screenshot(PICTURES.resolve(look.picture("console-" + name)));
        assertThat(page().innerText("body")).doesNotContain("appPassword").doesNotContain("{0}");
        assertThat(page().evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
                .as(name + " fits the width")
                .isEqualTo(true);
        assertThat(page().evaluate(TOO_WIDE))
                .as(name + " fits the console's page")
                .isEqualTo(List.of());
        assertThat(page().locator("html")).hasAttribute("dir", look.direction());
        // in forced colours the colours are the browser's, and axe reads those of the console's style sheets
        List<String> without = look == Look.HIGH_CONTRAST ? List.of("color-contrast") : List.of();
        assertThat(Look.violations(
                        page(),
                        without,
                        name.startsWith("revoke") ? ".pf-v5-c-modal-box" : "[data-testid=app-passwords]",
                        "[data-testid='app-passwords/toasts']"))
                .as(name)
                .isEmpty();
    }
}
