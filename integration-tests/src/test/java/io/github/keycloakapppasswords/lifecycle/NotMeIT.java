package io.github.keycloakapppasswords.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import io.github.keycloakapppasswords.account.Console;
import io.github.keycloakapppasswords.lifecycle.Mailbox.Mail;
import io.github.keycloakapppasswords.stage.AppPasswordAction;
import io.github.keycloakapppasswords.stage.AppPasswordOnPaper;
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
import io.github.keycloakapppasswords.stage.SharedKeycloak;
import io.github.keycloakapppasswords.stage.Visitor;
import io.github.keycloakapppasswords.validation.EventLog;
import io.github.keycloakapppasswords.validation.Fixture;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The link "This was not me": what it does, and what can be tried with it. All share one mail; none uses it up but one. */
@ExtendWith({SharedKeycloak.class, SharedChromium.class})
class NotMeIT extends WithLifeRealm {

    private static final Pattern LINK = Pattern.compile("http://\\S+/app-passwords/not-me\\?key=\\S+");
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Http HTTP = new Http();

    private final Chromium chromium;
    private final Person alice;
    private final AppPasswordOnPaper phone;
    private String link = "";

    NotMeIT(KeycloakServer keycloak, Chromium chromium) {
        super(
                keycloak,
                Map.of("internationalizationEnabled", true, "supportedLocales", List.of("en", "ar", "sv", "fa")));
        this.chromium = chromium;
        alice = user("alice");
        phone = realm.appPassword(alice, "phone <b>");
    }

    @BeforeAll
    void receive() {
        link = linkTo(alice);
    }

    private String linkTo(Person person) {
        return mailbox.await(person, "New app password").find(LINK);
    }

    private static String keyIn(String address) {
        return address.substring(address.indexOf("?key=") + 5);
    }

    private static HttpAnswer open(String address) {
        return HTTP.send(HttpRequest.newBuilder(URI.create(address)).build());
    }

    /** What the button does. */
    private static HttpAnswer confirm(Realm where, String key) {
        return HTTP.send(Http.withForm(
                HttpRequest.newBuilder(URI.create(where.url() + "/app-passwords/not-me")), Map.of("key", key)));
    }

    private HttpAnswer confirm(String key) {
        return confirm(realm.realm(), key);
    }

    private static void assertPage(HttpAnswer answer, int status, String page) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.body()).contains("data-page=\"" + page + "\"");
    }

    private static ObjectNode claims(String key) throws IOException {
        String payload = key.substring(key.indexOf('.') + 1, key.lastIndexOf('.'));
        return (ObjectNode) JSON.readTree(Base64.getUrlDecoder().decode(payload));
    }

    /** The claims of a key, changed, and signed by the realm itself. */
    private String signed(String key, Consumer<ObjectNode> change) throws IOException {
        ObjectNode claims = claims(key);
        change.accept(claims);
        return new Fixture(realm.realm()).sign(claims);
    }

    @Test
    void revokesByAButtonWithoutLoginOrScriptAndOnlyOnce() {
        Person bob = user("bob");
        AppPasswordOnPaper stolen = realm.appPassword(bob, "stolen");
        String address = linkTo(bob);
        AppPasswordOnPaper kept = realm.appPassword(bob, "kept");

        try (Visitor reader = chromium.visitor(new Browser.NewContextOptions().setJavaScriptEnabled(false))) {
            reader.open(address);
            assertThat(reader.page().innerText("#kc-app-password-label")).isEqualTo("stolen");
            assertThat(realm.status(bob, stolen)).isEqualTo(200);

            reader.page().click("#kc-app-password-revoke");
            reader.page().waitForSelector("[data-page=revoked]");
            assertThat(reader.login().text()).contains("It stops working at once.");

            assertThat(realm.status(bob, stolen)).isEqualTo(401);
            assertThat(realm.endReason(stolen)).isEqualTo("not_me");
            assertThat(realm.status(bob, kept)).isEqualTo(200);
            reader.open(address);
            reader.page().waitForSelector("[data-page=over]");
            assertThat(reader.login().text()).contains("stolen").contains(dayOfToday(Locale.ENGLISH));
        }
        assertPage(confirm(keyIn(address)), 200, "over");
        assertThat(realm.status(bob, kept)).isEqualTo(200);
        assertThat(realm.realm().events("REMOVE_CREDENTIAL").findValuesAsText("credential_id"))
                .filteredOn(stolen.id()::equals)
                .hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void isWholeAndAccessible(Look look) throws IOException {
        Person owner = user("reader-" + look.name().toLowerCase(Locale.ROOT));
        realm.appPassword(owner, "tablet");
        String ask = linkTo(owner);
        String page = ask.substring(0, ask.indexOf("?key="));
        String stop = signed(keyIn(ask), claims -> claims.put("cid", "second-factor"));
        String old = signed(keyIn(ask), claims -> claims.put("exp", 1));

        try (Visitor reader = chromium.visitor(look.options(800))) {
            assertWhole(reader, look, ask, "ask");
            reader.page().click("#kc-app-password-revoke");
            assertWhole(reader, look, "revoked");
            assertWhole(reader, look, ask, "over");
            assertWhole(reader, look, page + "?key=" + stop, "ask-stop");
            reader.page().click("#kc-app-password-revoke");
            assertWhole(reader, look, "stopped");
            assertWhole(reader, look, page + "?key=" + old, "expired");
            assertWhole(reader, look, page, "invalid");
        }
    }

    private static void assertWhole(Visitor reader, Look look, String address, String name) {
        reader.open(address);
        assertWhole(reader, look, name);
    }

    private static void assertWhole(Visitor reader, Look look, String name) {
        Page page = reader.page();
        page.waitForSelector("[data-page=" + name + "]");
        reader.screenshot(
                Project.root().resolve("integration-tests/target/screenshots/" + look.picture("not-me-" + name)));
        assertThat(page.innerText("body")).doesNotContain("appPassword").doesNotContain("{0}");
        assertThat(page.getAttribute("html", "dir")).isEqualTo(look.direction());
        assertThat(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
                .as(name + " fits the width")
                .isEqualTo(true);
        assertThat(Look.violations(page, List.of(), ".pf-v5-c-login__main-body"))
                .as(name)
                .isEmpty();
    }

    @Test
    void leadsFromTheRevocationToTheMainPassword() {
        Person heidi = user("heidi");
        realm.appPassword(heidi, "stolen");

        try (Visitor reader = chromium.visitor()) {
            reader.open(linkTo(heidi));
            reader.page().click("#kc-app-password-revoke");
            reader.page().click("#kc-app-password-change-password");
            reader.login().password(heidi);
            reader.login().code(heidi.app().freshCode());

            reader.accountConsole().labels("password");
        }
    }

    /** A gateway of the realm remembers right pairs. */
    @Test
    void saysHowSoonItStopsWorking() {
        realm.realm().gateway("slow", Map.of("protocols", List.of("imap"), "cacheSeconds", 3600));
        try {
            assertThat(open(link).body())
                    .contains("It stops working within 60 minutes")
                    .doesNotContain("at once");
        } finally {
            realm.realm().admin().delete(realm.realm().path("/app-passwords/gateways/slow"));
        }
        assertThat(open(link).body()).contains("It stops working at once");
    }

    /** Keycloak has Persian texts, the extension has none. */
    @Test
    void isMarkedAsEnglishWhereTheOwnersLanguageIsMissing() {
        HttpAnswer answer = openIn("fa", link);

        assertThat(answer.body())
                .containsPattern("<html[^>]* lang=\"fa\"")
                .containsPattern("<span lang=\"en\" dir=\"ltr\">\\s*Revoke this app password\\?")
                .contains("<div lang=\"en\" dir=\"ltr\">");
    }

    /** The realm has texts of its own in a language that the extension lacks. */
    @Test
    void saysDatesInTheLanguageOfTheRealmsTexts() {
        Map<String, String> swedish = new HashMap<>();
        Texts.english().forEach((key, text) -> swedish.put(key, "Svenska: " + text));
        realm.realm().admin().post(realm.realm().path("/localization/sv"), swedish);
        Person ida = user("ida");
        AppPasswordOnPaper tablet = realm.appPassword(ida, "tablet");
        String address = linkTo(ida);
        realm.realm().revoke(ida, tablet.id());

        assertThat(openIn("sv", address).body())
                .contains("<div lang=\"sv\" dir=\"ltr\">")
                .contains("Svenska: Ended on")
                .contains(dayOfToday(Locale.forLanguageTag("sv")));
    }

    private static HttpAnswer openIn(String language, String address) {
        return HTTP.send(HttpRequest.newBuilder(URI.create(address))
                .header("Accept-Language", language)
                .build());
    }

    private static String dayOfToday(Locale language) {
        return DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG)
                .withLocale(language)
                .format(LocalDate.now(ZoneOffset.UTC));
    }

    @Test
    void changesNothingWhenAScannerOpensIt() {
        for (String method : List.of("GET", "HEAD", "OPTIONS", "PUT", "DELETE")) {
            HTTP.send(HttpRequest.newBuilder(URI.create(link))
                    .method(method, BodyPublishers.noBody())
                    .build());
        }
        // a scanner that sends what it finds in the address
        HTTP.send(HttpRequest.newBuilder(URI.create(link))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.noBody())
                .build());

        assertPage(open(link), 200, "ask");
        assertThat(realm.status(alice, phone)).isEqualTo(200);
    }

    @Test
    void isAPageThatKeepsNoTraceAndTrustsNobody() {
        HttpAnswer answer = open(link);

        assertThat(answer.header("Cache-Control"))
                .hasValueSatisfying(value -> assertThat(value).contains("no-store"));
        assertThat(answer.header("Referrer-Policy")).hasValue("no-referrer");
        assertThat(answer.header("X-Frame-Options")).hasValue("SAMEORIGIN");
        assertThat(answer.headers().allValues("Set-Cookie")).noneMatch(cookie -> cookie.startsWith("AUTH_SESSION_ID"));
        assertThat(answer.body())
                .contains("phone &lt;b&gt;")
                .doesNotContain("phone <b>")
                .doesNotContain("kc_locale");
    }

    @Test
    void isOfNoUseIfAnyCharacterIsAltered() {
        String key = keyIn(link);
        // the last one has bits that mean nothing
        for (int at = 0; at < key.length() - 1; at++) {
            int symbol = ALPHABET.indexOf(key.charAt(at));
            char other = ALPHABET.charAt((symbol + 1) % ALPHABET.length());
            HttpAnswer answer = confirm(key.substring(0, at) + other + key.substring(at + 1));
            assertThat(answer.status()).as("altered at " + at).isEqualTo(400);
        }
        assertThat(realm.status(alice, phone)).isEqualTo(200);
    }

    @Test
    void isOfNoUseWithoutASignatureOrWithAnythingElseForAKey() {
        String[] parts = keyIn(link).split("\\.", -1);
        String none = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.US_ASCII));
        for (String key : List.of(
                "",
                ".",
                "..",
                "x",
                parts[0] + "." + parts[1] + ".",
                parts[0] + "." + parts[1],
                none + "." + parts[1] + ".",
                phone.id(),
                "x".repeat(5000))) {
            assertPage(confirm(key), 400, "invalid");
        }
        assertPage(open(realm.realm().url() + "/app-passwords/not-me"), 400, "invalid");
        assertThat(realm.status(alice, phone)).isEqualTo(200);
    }

    @Test
    void isOfNoUseInAnotherRealm() {
        try (LifeRealm other = new LifeRealm(realm.realm().keycloak(), Map.of())) {
            assertPage(confirm(other.realm(), keyIn(link)), 400, "invalid");
        }
        assertThat(realm.status(alice, phone)).isEqualTo(200);
    }

    /** As in a copy of a realm, which has its keys. */
    @Test
    void isOfNoUseForAnotherRealmThatHasTheSameKeys() throws IOException {
        assertPage(confirm(signed(keyIn(link), claims -> claims.put("aud", "another"))), 400, "invalid");
        assertThat(realm.status(alice, phone)).isEqualTo(200);
    }

    @Test
    void isOfNoUseAfterSevenDays() throws IOException {
        String key = keyIn(link);
        long expiry = claims(key).path("exp").asLong();
        assertThat(Duration.between(Instant.now(), Instant.ofEpochSecond(expiry)))
                .isBetween(Duration.ofDays(7).minusMinutes(10), Duration.ofDays(7));
        String old = signed(key, claims -> claims.put("exp", Instant.now().getEpochSecond()));

        assertPage(open(realm.realm().url() + "/app-passwords/not-me?key=" + old), 400, "expired");
        assertPage(confirm(old), 400, "expired");

        String forEver = signed(key, claims -> claims.remove("exp"));
        assertPage(confirm(forEver), 400, "invalid");
        assertThat(realm.status(alice, phone)).isEqualTo(200);
    }

    @Test
    void isNoOtherTokenOfTheRealm() throws IOException {
        for (String type : List.of("Bearer", "Refresh", "execute-actions")) {
            assertPage(confirm(signed(keyIn(link), claims -> claims.put("typ", type))), 400, "invalid");
        }
        assertThat(realm.status(alice, phone)).isEqualTo(200);
    }

    @Test
    void isNoActionTokenOfKeycloak() {
        HttpAnswer answer = open(realm.realm().url() + "/login-actions/action-token?key=" + keyIn(link));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(realm.status(alice, phone)).isEqualTo(200);
    }

    @Test
    void touchesNoCredentialThatIsNoAppPasswordOrAnotherUsers() throws IOException {
        Person carol = user("carol");
        String otp = realm.otpId(carol);
        String ofHerOtp = signed(keyIn(link), claims -> {
            claims.put("sub", carol.id());
            claims.put("cid", otp);
        });
        String ofAlicesPhone = signed(keyIn(link), claims -> claims.put("sub", carol.id()));

        assertPage(confirm(ofHerOtp), 200, "over");
        assertPage(confirm(ofAlicesPhone), 200, "over");

        assertThat(realm.otpId(carol)).isEqualTo(otp);
        assertThat(realm.status(alice, phone)).isEqualTo(200);
    }

    @Test
    void saysSoIfTheAppPasswordOrItsOwnerIsGone() {
        Person dave = user("dave");
        AppPasswordOnPaper tablet = realm.appPassword(dave, "tablet");
        String address = linkTo(dave);
        realm.realm().revoke(dave, tablet.id());
        assertPage(open(address), 200, "over");
        assertPage(confirm(keyIn(address)), 200, "over");

        realm.realm().admin().delete(realm.realm().path("/users/" + dave.id()));

        assertPage(open(address), 200, "over");
    }

    @Test
    void revokesAlsoForAUserWhoIsDisabled() {
        Person frank = user("frank");
        AppPasswordOnPaper stolen = realm.appPassword(frank, "stolen");
        String address = linkTo(frank);
        enable(frank, false);

        assertPage(open(address), 200, "ask");
        assertPage(confirm(keyIn(address)), 200, "revoked");

        enable(frank, true);
        assertThat(realm.status(frank, stolen)).isEqualTo(401);
        assertThat(realm.endReason(stolen)).isEqualTo("not_me");
    }

    private void enable(Person person, boolean enabled) {
        realm.realm().admin().put(realm.realm().path("/users/" + person.id()), Map.of("enabled", enabled));
    }

    /** The database does not take the end of this one. */
    @Test
    void saysTryLaterAndKeepsTheLinkIfItCannotRevoke() {
        Person grace = user("grace");
        AppPasswordOnPaper stolen = realm.appPassword(grace, "stolen");
        String address = linkTo(grace);

        realm.sql("alter table APP_PASSWORD add constraint STAYS check (ID <> '" + stolen.id()
                + "' or ENDED_AT is null)");
        try {
            HttpAnswer answer = confirm(keyIn(address));
            assertPage(answer, 503, "unavailable");
            assertThat(answer.header("Cache-Control"))
                    .hasValueSatisfying(value -> assertThat(value).contains("no-store"));
            assertThat(realm.status(grace, stolen)).isEqualTo(200);
            assertThat(realm.endEvent(stolen)).isEmpty();
        } finally {
            realm.sql("alter table APP_PASSWORD drop constraint STAYS");
        }

        assertPage(open(address), 200, "ask");
        assertPage(confirm(keyIn(address)), 200, "revoked");
        assertThat(realm.status(grace, stolen)).isEqualTo(401);
    }

    @Test
    void isAnsweredWithoutAWordOfTheHostThatTheRequestNames() {
        String answer =
                ForgedHost.send(realm.realm(), "GET " + URI.create(link).getRawPath() + "?key=" + keyIn(link), "");

        assertThat(answer).contains("data-page=\"ask\"").doesNotContain("attacker.example");
    }

    @Test
    void isInTheMailAboutANewSecondFactor() {
        Person ivan = realm.realm().user(NewUser.named("ivan"));
        try (Visitor reader = chromium.visitor()) {
            reader.page()
                    .navigate(AppPasswordAction.address(realm.realm())
                            .replace("configure-app-password", "CONFIGURE_TOTP"));
            reader.login().password(ivan);
            reader.login().enrolApp();
        }

        Mail mail = mailbox.await(ivan, "A second step");

        assertThat(mail.text()).contains("If you did that, there is nothing to do.");
        assertPage(open(mail.find(LINK)), 200, "ask-stop");
    }

    @Test
    void stopsNewOnesAfterAChangeOfSecondFactors() {
        Person judy = user("judy");
        AppPasswordOnPaper kept = realm.appPassword(judy, "kept");
        realm.sql("update CREDENTIAL set CREATED_DATE = CREATED_DATE - 60000 where ID = '" + kept.id() + "'");
        realm.realm().admin().post(realm.realm().path("/clear-user-cache"), Map.of());
        Console.allowPasswordGrant(realm.realm());
        Console.of(realm.realm(), judy).removeCredential(realm.otpId(judy));
        String address = mailbox.await(judy, "The last second step").find(LINK);
        AppPasswordOnPaper thiefs = realm.appPassword(judy, "thief's");

        assertPage(open(address), 200, "ask-stop");
        assertThat(realm.status(judy, thiefs)).isEqualTo(200);
        assertPage(confirm(keyIn(address)), 200, "stopped");
        assertPage(confirm(keyIn(address)), 200, "stopped");

        assertThat(realm.status(judy, thiefs)).isEqualTo(401);
        assertThat(realm.status(judy, kept)).isEqualTo(200);
        try (Visitor reader = chromium.visitor()) {
            reader.appPassword().begin(realm.realm());
            reader.login().password(judy);
            reader.page().waitForSelector("[data-reason=appPasswordStopped]");
        }
    }

    /** An admin may have been talked into it. */
    @Test
    void stopsNewOnesAfterAnAdminRemovedTheLastSecondFactor() {
        Person kate = user("kate");
        realm.realm().revoke(kate, realm.otpId(kate));

        String address = mailbox.await(kate, "The last second step").find(LINK);

        assertPage(confirm(keyIn(address)), 200, "stopped");
    }

    @Test
    void isToldAsAnEventWithoutTheKey() {
        Person erin = user("erin");
        AppPasswordOnPaper tablet = realm.appPassword(erin, "tablet");
        String key = keyIn(linkTo(erin));

        assertPage(confirm(key), 200, "revoked");

        JsonNode event = new EventLog(realm.realm()).await("REMOVE_CREDENTIAL", "not_me");
        assertThat(event.path("details").path("auth_method").asText()).isEqualTo("app-password");
        assertThat(realm.endEvent(tablet).orElseThrow().toString()).doesNotContain(key);
    }
}
