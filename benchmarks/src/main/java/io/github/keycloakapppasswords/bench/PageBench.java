package io.github.keycloakapppasswords.bench;

import com.microsoft.playwright.Page;
import io.github.keycloakapppasswords.stage.AppPasswordsPage;
import io.github.keycloakapppasswords.stage.Chromium;
import io.github.keycloakapppasswords.stage.KeycloakServer;
import io.github.keycloakapppasswords.stage.NewUser;
import io.github.keycloakapppasswords.stage.Person;
import io.github.keycloakapppasswords.stage.Realm;
import io.github.keycloakapppasswords.stage.Visitor;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * The page in the account console beside Keycloak's own page <em>Signing in</em>, in one browser whose cache is warm: the time from
 * the begin of the page (after the console's redirects to the login) to the first row, and for 100 app passwords the time from Keycloak's answer to the last row.
 */
final class PageBench {

    private static final PrintStream OUT = System.out;

    private static final int MANY = 100;

    /** The goals of the page, in milliseconds. */
    private static final double MOST_MORE = 150;

    private static final double MOST_FOR_ROWS = 300;

    private static final String STOCK_ROW = "[data-testid='password/credential-list']";
    private static final String OUR_ROWS = "[data-testid='app-passwords/entry']";

    /** Writes down when as many rows as wanted are there, by the page's own clock. */
    private static final String CLOCK =
            """
            (() => {
              const look = () => {
                const { selector, count } = JSON.parse(sessionStorage.getItem("bench") ?? "{}");
                if (selector && !window.benchAt && document.querySelectorAll(selector).length >= count) {
                  window.benchAt = performance.now();
                }
              };
              new MutationObserver(look).observe(document, { childList: true, subtree: true });
            })();
            """;

    private static final String ANSWERED = "() => Math.max(...performance.getEntriesByType('resource')"
            + ".filter(({ name }) => name.endsWith('/app-passwords/account')).map(({ responseEnd }) => responseEnd))";

    private final Realm realm;
    private final Person one;
    private final Person many;

    PageBench(KeycloakServer keycloak) {
        realm = Realm.create(keycloak);
        realm.setUpWithPage();
        realm.gateway("bench", "imap");
        one = realm.user(NewUser.named("one"));
        many = realm.user(NewUser.named("many"));
        realm.appPassword(one, "Phone", "imap");
        for (int i = 0; i < MANY; i++) {
            realm.appPassword(many, "Device " + i, "imap");
        }
    }

    /** Measures in alternation, and prints a line for each goal. */
    void run(int rounds) {
        List<Double> stock = new ArrayList<>();
        List<Double> ours = new ArrayList<>();
        List<Double> hundred = new ArrayList<>();
        List<Double> rows = new ArrayList<>();
        try (Chromium chromium = Chromium.start();
                Visitor owner = signedIn(chromium, one);
                Visitor collector = signedIn(chromium, many)) {
            for (int round = 0; round <= rounds; round++) {
                double stockAt =
                        shownAt(owner.page(), realm.url() + "/account/account-security/signing-in", STOCK_ROW, 1);
                double oursAt = shownAt(owner.page(), AppPasswordsPage.address(realm), OUR_ROWS, 1);
                double hundredAt = shownAt(collector.page(), AppPasswordsPage.address(realm), OUR_ROWS, MANY);
                double rowsAt = hundredAt - number(collector.page(), ANSWERED);
                // the first round fills the browser's cache
                if (round > 0) {
                    stock.add(stockAt);
                    ours.add(oursAt);
                    hundred.add(hundredAt);
                    rows.add(rowsAt);
                }
            }
        }
        OUT.println();
        OUT.println("Median of " + rounds + " rounds (lowest to highest), in milliseconds:");
        line("Signing in, Keycloak's own page", stock);
        line("App passwords, 1 entry", ours);
        line("App passwords, " + MANY + " entries", hundred);
        line("… of it from the answer to the last row", rows);
        OUT.println();
        goal("more than Signing in", Series.median(ours) - Series.median(stock), MOST_MORE);
        goal("from the answer to " + MANY + " rows", Series.median(rows), MOST_FOR_ROWS);
    }

    private Visitor signedIn(Chromium chromium, Person person) {
        Visitor visitor = chromium.visitor();
        visitor.page().addInitScript(CLOCK);
        new AppPasswordsPage(visitor).signIn(realm, person);
        return visitor;
    }

    private static double shownAt(Page page, String address, String selector, int count) {
        page.evaluate(
                "([selector, count]) => sessionStorage.setItem('bench', JSON.stringify({ selector, count }))",
                List.of(selector, count));
        page.navigate(address);
        page.waitForFunction("() => window.benchAt");
        return number(page, "() => window.benchAt");
    }

    private static double number(Page page, String expression) {
        return ((Number) page.evaluate(expression)).doubleValue();
    }

    private static void line(String name, List<Double> times) {
        OUT.printf(
                Locale.ROOT,
                "  %-42s %6.0f  (%.0f to %.0f)%n",
                name,
                Series.median(times),
                Collections.min(times),
                Collections.max(times));
    }

    private static void goal(String meaning, double value, double most) {
        OUT.printf(
                Locale.ROOT,
                "  %6.0f ms %s; goal: at most %.0f: %s%n",
                value,
                meaning,
                most,
                value <= most ? "met" : "missed");
    }
}
