package io.github.keycloakapppasswords.gate;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Cookie;
import io.github.keycloakapppasswords.stage.AppPasswordAction;
import io.github.keycloakapppasswords.stage.AppPasswordOnPaper;
import io.github.keycloakapppasswords.stage.Chromium;
import io.github.keycloakapppasswords.stage.Dovecot;
import io.github.keycloakapppasswords.stage.Gateway;
import io.github.keycloakapppasswords.stage.Http;
import io.github.keycloakapppasswords.stage.HttpAnswer;
import io.github.keycloakapppasswords.stage.KeycloakServer;
import io.github.keycloakapppasswords.stage.NewUser;
import io.github.keycloakapppasswords.stage.Person;
import io.github.keycloakapppasswords.stage.Visitor;
import io.github.keycloakapppasswords.stage.Waiting;
import io.github.keycloakapppasswords.validation.Asking;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The page of a new app password tells its owner of the first sign-in, and of what is wrong with a refused one. */
class FirstSignInIT extends GateTest {

    private static final Http HTTP = new Http();
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Person alice;
    private final Gateway gateway;
    private final Asking asking;

    FirstSignInIT(KeycloakServer keycloak, Chromium chromium) {
        super(keycloak, chromium);
        realm.realm().setUp();
        realm.realm().policy(Map.of("owners-may-restrict-networks", "true"));
        gateway = realm.realm().gateway("dovecot", "imap", "smtp");
        asking = Asking.as(realm.realm(), gateway);
        alice = realm.user(NewUser.named("alice").withOtp());
    }

    private void make(String... protocols) {
        beginWithCode(alice);
        action().create("<b>Thunderbird</b>", protocols);
        page().waitForSelector("#kc-app-password-secret");
    }

    private Locator told(String state) {
        return page().locator("#kc-app-password-watch [data-state=" + state + "]");
    }

    /** The advice that is on the page; the others are there, hidden. */
    private Locator advice() {
        return page().locator("#kc-app-password-watch [data-outcome]:visible");
    }

    @Test
    void waitsUntilThereIsOne() {
        make("imap");

        assertThat(told("waiting")).isVisible();
        assertThat(told("waiting")).containsText("Set up your app or device now");
        assertThat(told("accepted")).isHidden();
        assertThat(told("refused")).isHidden();
    }

    @Test
    void tellsOfTheFirstOneAndStopsAsking() {
        make("imap");
        assertThat(asking.status("alice", action().secret())).isEqualTo(200);

        assertThat(told("accepted"))
                .hasText("It works. First sign-in seen: Reading mail (IMAP), from 192.0.2.7, a moment ago.");
        assertThat(told("waiting")).isHidden();

        List<String> questions = countQuestions();
        assertThat(asking.forClientAt("198.51.100.9").status("alice", action().secret()))
                .isEqualTo(200);
        awaitAllPassedOn();
        assertThat(questions).isEmpty();
        assertThat(news().path("address").asText()).isEqualTo("192.0.2.7");
    }

    @Test
    void tellsOfAMailProgramAtDovecot() {
        try (Dovecot dovecot = Dovecot.start(realm.realm(), gateway)) {
            make("imap");

            assertThat(dovecot.client().imap("alice", action().secret()).accepted())
                    .isTrue();

            assertThat(told("accepted")).containsText("First sign-in seen: Reading mail (IMAP), from 127.0.0.1");
        }
    }

    @Test
    void tellsOfAMainPassword() {
        make("imap");
        sendMainPassword("alice", alice);

        assertThat(told("refused")).containsText("A sign-in was refused: Reading mail (IMAP), from 192.0.2.7");
        assertThat(advice()).containsText("most likely the password of your account");
    }

    @Test
    void tellsOfATypingErrorAndThenOfTheSuccess() {
        make("imap");
        awaitKnownAtTheNode();
        String secret = action().secret();
        String mistyped = secret.substring(0, 28) + (secret.endsWith("0") ? "1" : "0");
        assertThat(asking.status("alice", mistyped)).isEqualTo(401);
        assertThat(advice()).containsText("was mistyped");

        assertThat(asking.status("alice", secret)).isEqualTo(200);

        assertThat(told("accepted")).isVisible();
        assertThat(told("refused")).isHidden();
    }

    @Test
    void tellsOfAnotherAppPassword() {
        Person bob = realm.user(NewUser.named("bob"));
        AppPasswordOnPaper bobs = realm.realm().appPassword(bob, "phone", "imap");
        make("imap");
        assertThat(asking.status("alice", bobs.secret())).isEqualTo(401);

        assertThat(advice()).containsText("another app password");
    }

    @Test
    void tellsOfAProtocolThatItIsNotFor() {
        make("imap");
        assertThat(asking.ask("alice", action().secret(), "smtp").status()).isEqualTo(401);

        assertThat(told("refused")).containsText("A sign-in was refused: Sending mail (SMTP)");
        assertThat(advice()).containsText("This app password is not for that.");
    }

    @Test
    void tellsOfANetworkThatIsNotAllowed() {
        beginWithCode(alice);
        page().locator("details:not([open]) > summary").all().forEach(Locator::click);
        page().fill("#networks", "198.51.100.0/24");
        action().create("Thunderbird", "imap");
        page().waitForSelector("#kc-app-password-secret");
        assertThat(asking.status("alice", action().secret())).isEqualTo(401);

        assertThat(advice()).containsText("may not be used from there");
    }

    /** The other name may be a user's, a disabled user's or nobody's: the owner sees the same. */
    @Test
    void tellsOfAWrongNameWithoutTellingWhoseItIs() {
        realm.user(NewUser.named("bob"));
        disable(realm.user(NewUser.named("dora")));
        make("imap");
        awaitKnownAtTheNode();
        List<String> names = List.of("bob", "dora", "nobody");
        // the address tells which of the attempts is on the page
        for (int i = 0; i < names.size(); i++) {
            String address = "198.51.100." + (i + 1);
            assertThat(asking.forClientAt(address).status(names.get(i), action().secret()))
                    .as(names.get(i))
                    .isEqualTo(401);
            assertThat(told("refused")).containsText("from " + address);
            assertThat(advice()).containsText("The app password is right, but the user name is not.");
            assertThat(page().locator("#kc-app-password-watch")).not().containsText(names.get(i));
        }
    }

    @Test
    void tellsNothingToAnOwnerWhoIsDisabled() {
        make("imap");
        awaitKnownAtTheNode();
        disable(alice);
        assertThat(asking.forClientAt("198.51.100.1").status("alice", action().secret()))
                .isEqualTo(401);
        Waiting.until(PATIENCE, "the page of a disabled owner tells nothing", () -> news().isEmpty());
        assertThat(asking.forClientAt("198.51.100.1").status("alice", action().secret()))
                .isEqualTo(401);
        awaitAllPassedOn();

        assertThat(news()).isEmpty();
    }

    /** Attempts are passed on in their order: when a later one of another owner is on that owner's page, nothing is under way. */
    private void awaitAllPassedOn() {
        Person carol = realm.user(NewUser.named("carol").withOtp());
        try (Visitor other = chromium.visitor()) {
            other.appPassword().begin(realm.realm());
            other.login().password(carol);
            other.login().code(carol.app().freshCode());
            other.appPassword().create("Phone", "imap");
            assertThat(asking.status("carol", other.appPassword().secret())).isEqualTo(200);
            assertThat(other.page().locator("#kc-app-password-watch [data-state=accepted]"))
                    .isVisible();
        }
    }

    private void disable(Person user) {
        realm.realm().admin().put(realm.realm().path("/users/" + user.id()), Map.of("enabled", false));
    }

    @Test
    void tellsTheTimeInWholeSeconds() {
        make("imap");
        assertThat(asking.status("alice", action().secret())).isEqualTo(200);
        assertThat(told("accepted")).isVisible();

        assertThat(news().path("at").asText()).matches("[-0-9]+T[0-9]{2}:[0-9]{2}:[0-9]{2}Z");
    }

    @Test
    void namesTheAddressAsUserNameWhereAllGatewaysKnowUsersByIt() {
        realm.realm().gateway("mail", Map.of("protocols", List.of("pop3"), "loginIdentity", "email"));
        make("imap", "pop3");

        assertThat(page().locator("#kc-app-password-user")).hasText("alice");
        assertThat(page().locator("#kc-app-password-user-label")).containsText("(Reading mail (IMAP))");
        assertThat(page().locator("#kc-app-password-user-2")).hasText("alice@example.org");
        Asking mail = Asking.as(
                realm.realm(),
                realm.realm().gateway("mail-2", Map.of("protocols", List.of("pop3"), "loginIdentity", "email")));
        assertThat(mail.ask("alice@example.org", action().secret(), "pop3").status())
                .isEqualTo(200);
    }

    /** Asks with a wrong name, as often as it takes: a node reads every second what was made. */
    private void awaitKnownAtTheNode() {
        Waiting.until(PATIENCE, "the node knows the new app password", () -> {
            assertThat(asking.status("nobody-yet", action().secret())).isEqualTo(401);
            return "other_name".equals(news().path("outcome").asText());
        });
    }

    /** As often as it takes: the names of an owner are looked up beside the page. */
    private void sendMainPassword(String name, Person owner) {
        Waiting.until(PATIENCE, "the node knows the owner's names", () -> {
            assertThat(asking.status(name, owner.password())).isEqualTo(401);
            return "not_an_app_password".equals(news().path("outcome").asText());
        });
    }

    /** Both names of this owner are the same. */
    @Test
    void tellsOfAMainPasswordOfAnOwnerWhoseUserNameIsTheirAddress() {
        Person carol = realm.user(NewUser.named("carol@example.org").withOtp());
        beginWithCode(carol);
        action().create("Phone", "imap");
        page().waitForSelector("#kc-app-password-secret");
        sendMainPassword("Carol@Example.org ", carol);

        assertThat(advice()).containsText("most likely the password of your account");
    }

    @Test
    void namesNoAddressWhereNoneIsKept() {
        realm.realm().policy(Map.of("address-retention-days", "0"));
        make("imap");
        assertThat(asking.status("alice", action().secret())).isEqualTo(200);

        assertThat(told("accepted")).hasText("It works. First sign-in seen: Reading mail (IMAP), a moment ago.");
    }

    @Test
    void asksNothingWhileThePageIsHidden() {
        List<String> asked = countQuestions();
        visitor.clock().install();
        page().addInitScript("Object.defineProperty(document, 'hidden', { get: () => window.away === true })");
        make("imap");
        assertThat(told("waiting")).isVisible();
        page().evaluate("window.away = true");
        visitor.clock().runFor(30_000);
        int before = asked.size();
        assertThat(asking.status("alice", action().secret())).isEqualTo(200);

        visitor.clock().runFor(60_000);
        assertThat(asked).hasSize(before);
        Waiting.until(PATIENCE, "there is news for the page", () -> news().path("outcome")
                .asText()
                .equals("accepted"));

        page().evaluate("window.away = false; document.dispatchEvent(new Event('visibilitychange'))");
        assertThat(told("accepted")).isVisible();
        visitor.clock().runFor(60_000);
        assertThat(asked).hasSize(before + 1);
    }

    @Test
    void givesUpAfterAQuarterOfAnHour() {
        List<String> asked = countQuestions();
        visitor.clock().install();
        make("imap");
        assertThat(told("waiting")).isVisible();

        visitor.clock().fastForward("15:01");

        assertThat(told("over")).isVisible();
        int before = asked.size();
        visitor.clock().runFor(60_000);
        assertThat(asked).hasSize(before);
    }

    private List<String> countQuestions() {
        List<String> asked = new CopyOnWriteArrayList<>();
        page().onRequest(request -> {
            if (request.url().endsWith("/first-sign-in")) {
                asked.add(request.url());
            }
        });
        return asked;
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

            assertThat(plain.appPassword().secret()).isNotEmpty();
            assertThat(plain.page().locator("#kc-app-password-watch [data-state]:visible"))
                    .hasCount(0);
            assertThat(plain.page().locator("#kc-app-password-guide-thunderbird summary"))
                    .isVisible();
            String secret = plain.appPassword().secret();
            Page look = plain.page().waitForPopup(() -> plain.page().click("#kc-app-password-look button"));
            assertThat(look.locator("[data-state=waiting]")).containsText("has been seen yet");
            assertThat(look.content()).doesNotContain(secret).doesNotContain(secret.replace("-", ""));
            assertThat(look.url()).endsWith("/app-passwords/first-sign-in");

            assertThat(asking.ask("alice", secret, "smtp").status()).isEqualTo(200);
            String ticket = plain.page().getAttribute("#kc-app-password-watch", "data-ticket");
            Waiting.until(PATIENCE, "Keycloak tells of the first sign-in", () -> ask(
                            realm.realm().url(), ticket, plain.page().context())
                    .json()
                    .has("outcome"));
            look.click("#kc-app-password-look-again");
            assertThat(look.locator("[data-state=accepted]"))
                    .containsText(
                            "It works. First sign-in seen: \u2068Sending mail (SMTP)\u2069, from \u2068192.0.2.7\u2069,");
            assertThat(plain.appPassword().secret()).isEqualTo(secret);
        }
    }

    @Test
    void namesTheErrorWithoutScriptToo() {
        make("imap");
        assertThat(asking.ask("alice", action().secret(), "smtp").status()).isEqualTo(401);
        assertThat(advice()).containsText("This app password is not for that.");
        page().evaluate(
                        "ticket => { const form = document.createElement('form'); form.method = 'post';"
                                + " form.action = document.getElementById('kc-app-password-watch').dataset.url;"
                                + " const field = document.createElement('input'); field.name = 'ticket'; field.value = ticket;"
                                + " form.append(field); document.body.append(form); form.submit(); }",
                        ticket());

        assertThat(page().locator("#kc-app-password-first-sign-in [data-outcome=protocol]"))
                .hasText("This app password is not for that. Change the settings of your app, or create an app"
                        + " password for that too.");
    }

    @Test
    void saysWithoutScriptThatItIsOver() {
        for (String body : List.of("", "ticket=", "ticket=%", "ticket=" + "A".repeat(27), "x=1")) {
            HttpAnswer answer =
                    HTTP.send(HttpRequest.newBuilder(URI.create(realm.realm().url() + "/app-passwords/first-sign-in"))
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .POST(BodyPublishers.ofString(body))
                            .build());
            assertThat(answer.status()).as(body).isEqualTo(404);
            assertThat(answer.body()).as(body).contains("no longer waits for the first sign-in");
            assertThat(answer.header("Cache-Control")).as(body).hasValueSatisfying(value -> assertThat(value)
                    .contains("no-store"));
        }
    }

    @Nested
    class Attack {

        @Test
        void withoutATicketOrWithAMadeUpOneLearnsNothing() {
            make("imap");
            BrowserContext browser = page().context();
            assertNothing(ask(realm.realm().url(), "A".repeat(27), browser));
            for (String body : List.of(
                    "{}",
                    "{\"ticket\":null}",
                    "{\"ticket\":\"\"}",
                    "{\"ticket\":7}",
                    "{\"ticket\":{}}",
                    body(action().secret()),
                    "{\"ticket\":\"" + ticket() + "\",\"ticket\":\"" + ticket() + "\"}")) {
                HttpAnswer answer = send(realm.realm().url(), body, browser);
                assertThat(answer.status()).as(body).isEqualTo(400);
                assertThat(answer.json().path("error").asText()).as(body).isEqualTo("invalid_request");
                assertThat(answer.json().path("field").asText()).as(body).isEqualTo("ticket");
                assertThat(answer.body()).doesNotContain(action().secret()).doesNotContain(ticket());
            }
            for (String body : List.of("", "null", "[]", "{", "ticket=" + ticket())) {
                HttpAnswer answer = send(realm.realm().url(), body, browser);
                assertThat(answer.status()).as(body).isEqualTo(400);
                assertThat(answer.body()).as(body).contains("error_description").doesNotContain(ticket());
            }
            HttpAnswer tooLong = send(realm.realm().url(), body("A".repeat(8 * 1024)), browser);
            assertThat(tooLong.status()).isEqualTo(413);
            assertThat(tooLong.json().path("error_description").asText())
                    .isEqualTo("The body is longer than 8192 bytes.");
            assertThat(ask(realm.realm().url(), ticket(), browser).status()).isEqualTo(200);
        }

        @Test
        void fromAnotherBrowserLearnsNothing() {
            make("imap");
            assertThat(asking.status("alice", action().secret())).isEqualTo(200);
            assertThat(told("accepted")).isVisible();

            try (Visitor stranger = chromium.visitor()) {
                assertNothing(ask(realm.realm().url(), ticket(), stranger.page().context()));
                stranger.page().navigate(AppPasswordAction.address(realm.realm()));
                assertNothing(ask(realm.realm().url(), ticket(), stranger.page().context()));
            }
        }

        @Test
        void byAnotherUserWithAPageOfTheirOwnLearnsNothing() {
            make("imap");
            Person bob = realm.user(NewUser.named("bob").withOtp());
            try (Visitor other = chromium.visitor()) {
                other.appPassword().begin(realm.realm());
                other.login().password(bob);
                other.login().code(bob.app().freshCode());
                other.appPassword().create("Phone", "imap");
                other.page().waitForSelector("#kc-app-password-secret");
                String bobs = other.page().getAttribute("#kc-app-password-watch", "data-ticket");

                assertNothing(ask(realm.realm().url(), ticket(), other.page().context()));
                assertNothing(ask(realm.realm().url(), bobs, page().context()));

                assertThat(asking.status("alice", action().secret())).isEqualTo(200);
                assertThat(told("accepted")).isVisible();
                assertThat(ask(realm.realm().url(), bobs, other.page().context())
                                .body())
                        .isEqualTo("{}");
            }
        }

        /** Validation finds neither of the two by this name. */
        @Test
        void byAUserNameThatIsAnothersAddressSeesNoSignInOfTheOther() {
            Person bob = realm.user(NewUser.named("bob"));
            // Keycloak lets this name in while e-mail is no login name
            realm.realm().admin().put(realm.realm().path(""), Map.of("loginWithEmailAllowed", false));
            Person mallory = realm.user(NewUser.named("bob@example.org")
                    .withEmail("mallory@example.org", true)
                    .withOtp());
            beginWithCode(mallory);
            realm.realm().admin().put(realm.realm().path(""), Map.of("loginWithEmailAllowed", true));
            action().create("Phone", "imap");
            page().waitForSelector("#kc-app-password-secret");
            awaitKnownAtTheNode();

            assertThat(asking.forClientAt("198.51.100.7").status("bob@example.org", bob.password()))
                    .isEqualTo(401);
            awaitAllPassedOn();
            assertThat(news().path("address").asText()).isEqualTo("192.0.2.7");

            assertThat(asking.forClientAt("198.51.100.8").status("mallory@example.org", mallory.password()))
                    .isEqualTo(401);
            assertThat(told("refused")).containsText("from 198.51.100.8");
            assertThat(advice()).containsText("most likely the password of your account");
        }

        @Test
        void inAnotherRealmLearnsNothing() {
            make("imap");
            try (GateRealm other = GateRealm.create(keycloak)) {
                assertNothing(send(
                        other.realm().url(),
                        body(ticket()),
                        page().context().cookies(realm.realm().url() + "/")));
            }
        }

        @Test
        void afterTheActionHasEndedLearnsNothing() {
            make("imap");
            String ticket = ticket();
            List<Cookie> cookies = page().context().cookies(realm.realm().url() + "/");
            action().finish();
            assertThat(action().outcome()).isEqualTo("success");

            assertNothing(send(realm.realm().url(), body(ticket), cookies));
            assertNothing(ask(realm.realm().url(), ticket, page().context()));
        }

        @Test
        void afterItWasReplacedLearnsNothing() {
            make("imap");
            String ticket = ticket();
            page().reload();
            page().click("#kc-app-password-replace");
            action().awaitForm();

            assertNothing(ask(realm.realm().url(), ticket, page().context()));
        }

        @Test
        void afterItWasRevokedElsewhereLearnsNothing() {
            make("imap");
            awaitKnownAtTheNode();
            String first = realm.appPassword(alice).path("id").asText();
            // the owner goes on with another one
            realm.realm().appPassword(alice, "Tablet", "imap");

            realm.realm().revoke(alice, first);

            Waiting.until(PATIENCE, "the page of a revoked app password tells nothing", () -> news().isEmpty());
        }

        /** More than a node recognises of an owner. */
        @Test
        void afterItWasRevokedWithManyOthersLearnsNothing() {
            make("imap");
            awaitKnownAtTheNode();
            for (int i = 0; i < 9; i++) {
                realm.realm().appPassword(alice, "Tablet " + i, "imap");
            }

            realm.realm().admin().delete(realm.realm().path("/app-passwords/users/" + alice.id()));

            Waiting.until(PATIENCE, "the page of a revoked app password tells nothing", () -> news().isEmpty());
        }

        @Test
        void fromAForeignPageIsRefused() {
            make("imap");
            HttpRequest.Builder request = request(
                            realm.realm().url(),
                            page().context().cookies(realm.realm().url() + "/"))
                    .header("Origin", "https://evil.example.org")
                    .POST(BodyPublishers.ofString(body(ticket())));

            HttpAnswer answer = HTTP.send(request.build());

            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.header("Access-Control-Allow-Origin")).isEmpty();
        }

        @Test
        void byALabelShowsTheLabelAsText() {
            make("imap");
            assertThat(asking.status("alice", action().secret())).isEqualTo(200);

            assertThat(told("accepted")).isVisible();
            assertThat(page().locator("#kc-app-password-label")).hasText("<b>Thunderbird</b>");
            assertThat(page().locator("#kc-app-password-label b")).hasCount(0);
        }

        /** What was sent is nowhere in the answer, and neither is the app password. */
        @Test
        void onTheAnswerFindsNothingThatWasSent() {
            make("imap");
            awaitKnownAtTheNode();
            assertThat(asking.status("alice", "S3cret-main-password")).isEqualTo(401);
            assertThat(advice()).containsText("most likely the password of your account");

            String answer = ask(realm.realm().url(), ticket(), page().context()).body();

            assertThat(answer)
                    .contains("not_an_app_password")
                    .doesNotContain("S3cret")
                    .doesNotContain("alice")
                    .doesNotContain(action().secret().substring(0, 5));
        }

        private void assertNothing(HttpAnswer answer) {
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.body()).contains("not_watched").doesNotContain("192.0.2.7");
        }
    }

    private String ticket() {
        return page().getAttribute("#kc-app-password-watch", "data-ticket");
    }

    private JsonNode news() {
        return ask(realm.realm().url(), ticket(), page().context()).json();
    }

    private static String body(String ticket) {
        return "{\"ticket\":\"" + ticket + "\"}";
    }

    static HttpAnswer ask(String realmUrl, String ticket, BrowserContext browser) {
        return send(realmUrl, body(ticket), browser);
    }

    private static HttpAnswer send(String realmUrl, String body, BrowserContext browser) {
        return send(realmUrl, body, browser.cookies(realmUrl + "/"));
    }

    private static HttpAnswer send(String realmUrl, String body, List<Cookie> cookies) {
        return HTTP.send(
                request(realmUrl, cookies).POST(BodyPublishers.ofString(body)).build());
    }

    private static HttpRequest.Builder request(String realmUrl, List<Cookie> cookies) {
        return HttpRequest.newBuilder(URI.create(realmUrl + "/app-passwords/first-sign-in"))
                .header("Content-Type", "application/json")
                .header(
                        "Cookie",
                        cookies.stream()
                                .map(cookie -> cookie.name + "=" + cookie.value)
                                .collect(Collectors.joining("; ")));
    }
}
