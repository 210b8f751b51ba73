package io.github.keycloakapppasswords.account;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.keycloakapppasswords.stage.AppPasswordOnPaper;
import io.github.keycloakapppasswords.stage.Http;
import io.github.keycloakapppasswords.stage.HttpAnswer;
import io.github.keycloakapppasswords.stage.KeycloakServer;
import io.github.keycloakapppasswords.stage.NewUser;
import io.github.keycloakapppasswords.stage.Person;
import io.github.keycloakapppasswords.stage.Realm;
import io.github.keycloakapppasswords.stage.SharedKeycloak;
import io.github.keycloakapppasswords.stage.Waiting;
import io.github.keycloakapppasswords.validation.Asking;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What owners do with their own app passwords, and nobody else through their interface. Each test has people of its own. */
@ExtendWith(SharedKeycloak.class)
@TestInstance(Lifecycle.PER_CLASS)
class AccountIT {

    private static final String HOSTILE = "a\r\nb\u202e<b>c";

    private final KeycloakServer keycloak;
    private final Realm realm;
    private final Asking dovecot;
    private int people;

    AccountIT(KeycloakServer keycloak) {
        this.keycloak = keycloak;
        realm = Realm.create(keycloak);
        realm.setUp();
        realm.policy(Map.of("maximum-per-user", "7", "servers", "imap imap.example.org:993 tls"));
        Console.allowPasswordGrant(realm);
        dovecot = Asking.as(realm, realm.gateway("dovecot", Asking.IMAP));
    }

    @AfterAll
    void removeRealm() {
        realm.close();
    }

    private Person somebody() {
        return realm.user(NewUser.named("person-" + ++people));
    }

    private AppPasswordOnPaper appPassword(Person person, String label) {
        return realm.appPassword(person, label, Asking.IMAP);
    }

    private List<String> labels(Console console) {
        return console.list().json().path("appPasswords").findValuesAsText("label");
    }

    private JsonNode event(String type, String credentialId) {
        return StreamSupport.stream(realm.events(type).spliterator(), false)
                .filter(event ->
                        event.path("details").path("credential_id").asText().equals(credentialId))
                .findFirst()
                .orElseThrow();
    }

    private void sql(String statement) {
        HttpAnswer answer = new Http()
                .send(HttpRequest.newBuilder(URI.create(realm.url() + "/app-passwords-fixture/sql"))
                        .header("Content-Type", "text/plain")
                        .POST(BodyPublishers.ofString(statement))
                        .build());
        assertThat(answer.json().path("rows").asInt()).as(answer.body()).isEqualTo(1);
    }

    private static String error(HttpAnswer answer) {
        return answer.json().path("error").asText();
    }

    @Test
    void listsOnesOwnWithStateAndUse() {
        Person alice = somebody();
        AppPasswordOnPaper phone = appPassword(alice, "Phone");
        realm.appPassword(alice, "Old", List.of("192.0.2.0/24"), "2020-01-01T00:00:00Z", "imap", "smtp");
        appPassword(somebody(), "Somebody else's");
        sql("update APP_PASSWORD set USED_AT = 1780315200000, USED_PROTOCOL = 'imap', USED_ADDRESS = '192.0.2.7',"
                + " USED_GATEWAY = 'dovecot' where ID = '" + phone.id() + "'");

        HttpAnswer answer = Console.of(realm, alice).list();

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.header("Cache-Control")).contains("no-store");
        JsonNode list = answer.json().path("appPasswords");
        assertThat(list.findValuesAsText("label")).containsExactly("Phone", "Old");
        JsonNode first = list.path(0);
        assertThat(first.path("id").asText()).isEqualTo(phone.id());
        assertThat(first.path("state").asText()).isEqualTo("active");
        assertThat(first.path("protocols").toString()).isEqualTo("[\"imap\"]");
        assertThat(first.path("expiresAt").isNull()).isTrue();
        assertThat(first.path("deviceAccount").asBoolean(true)).isFalse();
        assertThat(first.path("lastUse").toString())
                .isEqualTo("{\"at\":\"2026-06-01T12:00:00Z\",\"protocol\":\"imap\",\"address\":\"192.0.2.7\","
                        + "\"gateway\":\"dovecot\"}");
        assertThat(list.path(1).path("state").asText()).isEqualTo("expired");
        assertThat(list.path(1).path("networks").toString()).isEqualTo("[\"192.0.2.0/24\"]");
        assertThat(list.path(1).path("lastUse").isNull()).isTrue();
        assertThat(answer.body()).doesNotContain(phone.secret()).doesNotContain("salt");
    }

    @Test
    void tellsThePageWhyTheActionWouldRefuse() {
        try (Realm strict = Realm.create(
                keycloak, Map.of("bruteForceProtected", true, "failureFactor", 1, "quickLoginCheckMilliSeconds", 0))) {
            strict.setUp();
            Console.allowPasswordGrant(strict);
            Console newcomer = Console.of(strict, strict.user(NewUser.named("newcomer")));
            assertThat(newcomer.list().json().has("obstacle")).isTrue();
            assertThat(newcomer.list().json().path("obstacle").isNull()).isTrue();

            strict.policy(Map.of("enrolment-offered", "false"));
            assertThat(newcomer.list().json().path("obstacle").asText()).isEqualTo("second_factor");

            Person guessed = strict.user(NewUser.named("guessed"));
            Console console = Console.of(strict, guessed);
            Map<String, String> guess = new LinkedHashMap<>(Console.password(guessed));
            guess.put("password", "a guess");
            HttpRequest.Builder login =
                    HttpRequest.newBuilder(URI.create(strict.url() + "/protocol/openid-connect/token"));
            assertThat(error(new Http().send(Http.withForm(login, guess)))).isEqualTo("invalid_grant");
            Waiting.until(Duration.ofSeconds(20), "the account is locked", () -> "locked"
                    .equals(console.list().json().path("obstacle").asText()));
        }
    }

    @Test
    void tellsThePageWhatThePolicyAllows() {
        JsonNode json = Console.of(realm, somebody()).list().json();

        assertThat(json.path("mayChange").asBoolean()).isTrue();
        assertThat(json.path("makeAction").asText()).isEqualTo("configure-app-password");
        assertThat(json.path("yourAddress").isNull()).as("on the loopback").isTrue();
        JsonNode policy = json.path("policy");
        assertThat(policy.path("maximumPerUser").asInt()).isEqualTo(7);
        assertThat(policy.path("protocols").toString()).isEqualTo("[\"imap\"]");
        assertThat(policy.path("longestLifetimeDays").isNull()).isTrue();
        assertThat(policy.path("servers").toString())
                .isEqualTo("[{\"protocol\":\"imap\",\"address\":\"imap.example.org:993\",\"security\":\"tls\"}]");
    }

    @Test
    void tellsWhatIsStillSentAfterItsEnd() {
        Person alice = somebody();
        AppPasswordOnPaper phone = appPassword(alice, "Phone");
        AppPasswordOnPaper tablet = appPassword(alice, "Tablet");
        Console console = Console.of(realm, alice);
        assertThat(console.rename(phone.id(), "iPhone").status()).isEqualTo(200);
        assertThat(console.revoke(phone.id()).status()).isEqualTo(204);
        assertThat(console.revoke(tablet.id()).status()).isEqualTo(204);
        Instant sixDaysAgo = Instant.now().minus(Duration.ofDays(6)).truncatedTo(ChronoUnit.SECONDS);
        tried(phone, sixDaysAgo);
        tried(tablet, sixDaysAgo.minus(Duration.ofDays(2)));

        JsonNode sent = console.list().json().path("stillSent");

        assertThat(sent).hasSize(1);
        assertThat(sent.path(0).path("label").asText()).isEqualTo("iPhone");
        assertThat(sent.path(0).path("end").path("cause").asText()).isEqualTo("revoked");
        assertThat(sent.path(0).path("lastTried").path("at").asText()).isEqualTo(sixDaysAgo.toString());
    }

    private void tried(AppPasswordOnPaper ended, Instant at) {
        sql("update APP_PASSWORD set TRIED_AT = " + at.toEpochMilli()
                + ", TRIED_PROTOCOL = 'imap', TRIED_GATEWAY = 'dovecot' where ID = '" + ended.id() + "'");
    }

    @Test
    void renames() {
        Person alice = somebody();
        AppPasswordOnPaper phone = appPassword(alice, "Phone");
        Console console = Console.of(realm, alice);

        HttpAnswer answer = console.rename(phone.id(), "  Mein Telefon  ");

        assertThat(answer.json().path("label").asText()).isEqualTo("Mein Telefon");
        assertThat(labels(console)).containsExactly("Mein Telefon");
        JsonNode event = event("UPDATE_CREDENTIAL", phone.id());
        assertThat(event.path("clientId").asText()).isEqualTo("account-console");
        assertThat(event.path("userId").asText()).isEqualTo(alice.id());
        assertThat(event.path("details").path("credential_type").asText()).isEqualTo("app-password");
        assertThat(event.path("details").path("credential_label").asText()).isEqualTo("Mein Telefon");
        assertThat(event.path("details").path("previous_label").asText()).isEqualTo("Phone");
        assertThat(dovecot.status(alice.username(), phone.secret())).isEqualTo(200);
        assertThat(console.rename(phone.id(), "MEIN TELEFON").status()).isEqualTo(200);
    }

    @Test
    void refusesANameThatIsTakenOrNone() {
        Person alice = somebody();
        AppPasswordOnPaper phone = appPassword(alice, "Phone");
        appPassword(alice, "Straße");
        Console console = Console.of(realm, alice);
        Map<String, String> bad = new LinkedHashMap<>();
        bad.put("STRASSE ", "label_taken");
        bad.put(" ", "label_empty");
        bad.put("x".repeat(65), "label_too_long");
        bad.put("a\nb", "label_forbidden_character");
        bad.put("a\u202eb", "label_forbidden_character");

        bad.forEach((label, error) -> {
            HttpAnswer answer = console.rename(phone.id(), label);
            assertThat(answer.status()).as(error).isEqualTo(error.equals("label_taken") ? 409 : 400);
            assertThat(error(answer)).isEqualTo(error);
            assertThat(answer.json().path("field").asText()).isEqualTo("label");
        });

        assertThat(labels(console)).containsExactly("Phone", "Straße");
    }

    @Test
    void refusesABodyThatBringsASecret() {
        Person alice = somebody();
        AppPasswordOnPaper phone = appPassword(alice, "Phone");

        HttpAnswer answer = Console.of(realm, alice)
                .exchange("PUT", "/" + phone.id(), Map.of("label", "x", "secret", phone.secret()));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("field").asText()).isEqualTo("secret");
        assertThat(answer.body()).doesNotContain(phone.secret());
    }

    @Test
    void revokesOneAndItIsRefusedAtOnce() {
        Person alice = somebody();
        AppPasswordOnPaper phone = appPassword(alice, "Phone");
        AppPasswordOnPaper tablet = appPassword(alice, "Tablet");
        assertThat(dovecot.status(alice.username(), phone.secret())).isEqualTo(200);

        assertThat(Console.of(realm, alice).revoke(phone.id()).status()).isEqualTo(204);

        assertThat(dovecot.status(alice.username(), phone.secret())).isEqualTo(401);
        assertThat(dovecot.status(alice.username(), tablet.secret())).isEqualTo(200);
        JsonNode event = event("REMOVE_CREDENTIAL", phone.id());
        assertThat(event.path("userId").asText()).isEqualTo(alice.id());
        assertThat(event.path("details").path("auth_method").asText()).isEqualTo("app-password");
        assertThat(event.path("details").path("credential_label").asText()).isEqualTo("Phone");
    }

    @Test
    void revokesAllButOneThenAll() {
        Person alice = somebody();
        Person bob = somebody();
        AppPasswordOnPaper phone = appPassword(alice, "Phone");
        appPassword(alice, "Tablet");
        appPassword(alice, "Printer");
        AppPasswordOnPaper bobs = appPassword(bob, "Phone");
        Console console = Console.of(realm, alice);

        assertThat(console.exchange("DELETE", "?except=" + bobs.id(), null).status())
                .isEqualTo(404);
        for (String misspelt : List.of("?except=", "?except", "?expect=" + phone.id(), "?except=a&except=b")) {
            assertThat(console.exchange("DELETE", misspelt, null).status())
                    .as(misspelt)
                    .isIn(400, 404);
        }
        assertThat(labels(console)).hasSize(3);
        assertThat(console.exchange("DELETE", "?except=" + phone.id(), null).body())
                .isEqualTo("{\"revoked\":2}");
        assertThat(labels(console)).containsExactly("Phone");
        assertThat(console.exchange("DELETE", "", null).body()).isEqualTo("{\"revoked\":1}");
        assertThat(labels(console)).isEmpty();
        assertThat(realm.credentialTypes(alice)).containsExactly("password");
        assertThat(dovecot.status(bob.username(), bobs.secret())).isEqualTo(200);
    }

    @Test
    void touchesNobodyElsesAndNoOtherKindOfCredential() {
        Person alice = realm.user(NewUser.named("alice-with-otp").withOtp());
        Person bob = somebody();
        List<String> foreign = new ArrayList<>(realm.credentials(alice).findValuesAsText("id"));
        appPassword(alice, "Phone");
        foreign.add(appPassword(bob, "Bob's").id());
        foreign.add("no-such-id");
        assertThat(foreign).hasSize(4);
        JsonNode before = realm.credentials(alice);
        Console console = Console.of(realm, alice);
        assertThat(labels(console)).containsExactly("Phone");

        for (String id : foreign) {
            assertThat(console.rename(id, "Mine").status()).as(id).isEqualTo(404);
            assertThat(console.revoke(id).status()).as(id).isEqualTo(404);
            assertThat(console.exchange("DELETE", "?except=" + id, null).status())
                    .as(id)
                    .isEqualTo(404);
        }

        assertThat(realm.credentials(alice)).isEqualTo(before);
        assertThat(realm.credentials(bob).findValuesAsText("userLabel")).contains("Bob's");
    }

    @Test
    void isForTokensOfTheAccountConsoleOnly() {
        Person alice = somebody();
        AppPasswordOnPaper phone = appPassword(alice, "Phone");
        realm.admin()
                .post(
                        realm.path("/clients"),
                        Map.of(
                                "clientId",
                                "app",
                                "publicClient",
                                true,
                                "fullScopeAllowed",
                                true,
                                "directAccessGrantsEnabled",
                                true));
        Map<String, String> form = new LinkedHashMap<>(Console.password(alice));
        form.put("client_id", "app");
        JsonNode ofApp = Console.tokens(realm, form).json();
        JsonNode ofConsole = Console.tokens(realm, Console.password(alice)).json();
        String good = ofConsole.path("access_token").asText();
        Map<String, String> bad = new LinkedHashMap<>();
        bad.put(
                "another client's, with audience account",
                ofApp.path("access_token").asText());
        bad.put("ID token", ofConsole.path("id_token").asText());
        bad.put("refresh token", ofConsole.path("refresh_token").asText());
        bad.put("altered", good.substring(0, good.length() - 4) + "AAAA");
        bad.put("app password", phone.secret());
        assertThat(new Console(realm, good).list().status()).isEqualTo(200);

        bad.forEach((what, token) -> {
            Console thief = new Console(realm, token);
            assertThat(thief.list().status()).as(what).isEqualTo(401);
            assertThat(thief.revoke(phone.id()).status()).as(what).isEqualTo(401);
        });
        Console nobody = new Console(realm, null);
        assertThat(nobody.list().header("WWW-Authenticate")).contains("Bearer");
        assertThat(nobody.exchange("GET", "", null, Map.of("Authorization", "Basic YTpi"))
                        .status())
                .isEqualTo(401);
        assertThat(labels(new Console(realm, good))).containsExactly("Phone");
    }

    @Test
    void isNotForTokensOfAnotherRealm() {
        Person alice = somebody();
        try (Realm other = Realm.create(keycloak)) {
            Console.allowPasswordGrant(other);
            other.user(new NewUser(
                    alice.username(), "alice@example.org", true, alice.password(), Optional.empty(), Map.of()));
            Console elsewhere = Console.of(other, alice);
            assertThat(elsewhere.list().status()).isEqualTo(200);

            assertThat(new Console(realm, elsewhere.token()).list().status()).isEqualTo(401);
        }
    }

    @Test
    void takesNoCookies() {
        Person alice = somebody();
        HttpAnswer signedIn =
                realm.admin().exchange("POST", realm.path("/users/" + alice.id() + "/impersonation"), Map.of());

        HttpAnswer answer =
                new Console(realm, null).exchange("GET", "", null, Map.of("Cookie", Console.cookies(signedIn)));

        assertThat(answer.status()).isEqualTo(401);
    }

    @Test
    void endsWithTheSessionAndForADisabledUser() {
        Person alice = somebody();
        Console console = Console.of(realm, alice);
        Console second = Console.of(realm, alice);
        realm.admin().put(realm.path("/users/" + alice.id()), Map.of("enabled", false));
        assertThat(console.list().status()).isEqualTo(401);
        realm.admin().put(realm.path("/users/" + alice.id()), Map.of("enabled", true));
        realm.admin().post(realm.path("/users/" + alice.id() + "/logout"), Map.of());

        assertThat(second.list().status()).isEqualTo(401);
    }

    @Test
    void whoMayOnlyViewChangesNothing() {
        Person alice = somebody();
        AppPasswordOnPaper phone = appPassword(alice, "Phone");
        String account = Console.id(realm, "account");
        JsonNode view = realm.admin().get(realm.path("/clients/" + account + "/roles/view-profile"));
        String ofUser = "/users/" + alice.id() + "/role-mappings";
        JsonNode byDefault = realm.admin().get(realm.path("/roles/default-roles-" + realm.name()));
        realm.admin().exchange("DELETE", realm.path(ofUser + "/realm"), List.of(byDefault));
        assertThat(Console.of(realm, alice).list().status()).isEqualTo(401);
        realm.admin()
                .post(
                        realm.path(
                                "/clients/" + Console.id(realm, Console.CLIENT) + "/scope-mappings/clients/" + account),
                        List.of(view));
        realm.admin().post(realm.path(ofUser + "/clients/" + account), List.of(view));
        Console viewer = Console.of(realm, alice);

        HttpAnswer list = viewer.list();
        assertThat(list.status()).as(list.body()).isEqualTo(200);
        assertThat(list.json().path("mayChange").asBoolean(true)).isFalse();
        assertThat(viewer.revoke(phone.id()).status()).isEqualTo(403);
        assertThat(viewer.exchange("DELETE", "", null).status()).isEqualTo(403);
        assertThat(error(viewer.rename(phone.id(), "Mine"))).isEqualTo("role_missing");
        assertThat(labels(viewer)).containsExactly("Phone");
    }

    @Test
    void anImpersonatorLooksAndChangesNothing() {
        Person alice = somebody();
        AppPasswordOnPaper phone = appPassword(alice, "Phone");
        Console admin = Console.impersonating(realm, alice);

        assertThat(labels(admin)).containsExactly("Phone");
        assertThat(admin.list().json().path("mayChange").asBoolean(true)).isFalse();
        assertThat(error(admin.revoke(phone.id()))).isEqualTo("impersonated");
        assertThat(admin.exchange("DELETE", "", null).status()).isEqualTo(403);
        assertThat(admin.rename(phone.id(), "Mine").status()).isEqualTo(403);
        assertThat(labels(admin)).containsExactly("Phone");
    }

    @Test
    void isForItsOwnPageOnly() {
        Console console = Console.of(realm, somebody());
        Console.change(realm, Console.CLIENT, Map.of("webOrigins", List.of("https://evil.example", "*")));
        Map<String, String> evil = Map.of("Origin", "https://evil.example");
        Map<String, String> own = Map.of("Origin", keycloak.url());

        HttpAnswer refused = console.exchange("GET", "", null, evil);
        assertThat(error(refused)).isEqualTo("invalid_origin");
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.header("Access-Control-Allow-Origin")).isEmpty();
        assertThat(console.exchange("OPTIONS", "/some-id", null, evil).status()).isEqualTo(403);
        HttpAnswer answer = console.exchange("GET", "", null, own);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Access-Control-Allow-Origin")).contains(keycloak.url());
        assertThat(answer.headers().allValues("Vary")).contains("Origin");
        assertThat(answer.header("Access-Control-Allow-Credentials")).isEmpty();
        HttpAnswer preflight = new Console(realm, null).exchange("OPTIONS", "/some-id", null, own);
        assertThat(preflight.status()).isEqualTo(204);
        assertThat(preflight.header("Access-Control-Allow-Methods")).contains("GET, PUT, DELETE");
    }

    @ParameterizedTest
    @CsvSource({"POST,''", "PUT,''", "GET,/some-id", "POST,/some-id"})
    void makesNone(String method, String below) {
        HttpAnswer answer = Console.of(realm, somebody()).exchange(method, below, Map.of("label", "Mine"));

        assertThat(answer.status()).isIn(404, 405);
    }

    @Test
    void staysHarmlessWhateverKeycloaksOwnConsoleStored() {
        Person alice = somebody();
        AppPasswordOnPaper phone = appPassword(alice, "Phone");
        AppPasswordOnPaper tablet = appPassword(alice, "Tablet");
        Console console = Console.of(realm, alice);
        HttpRequest.Builder rename = HttpRequest.newBuilder(
                        URI.create(realm.url() + "/account/credentials/" + phone.id() + "/label"))
                .header("Authorization", "Bearer " + console.token())
                .header("Accept", "application/json");
        assertThat(new Http().send(Http.withJson(rename, "PUT", HOSTILE)).status())
                .isBetween(200, 204);

        assertThat(labels(console)).containsExactly("a\ufffd\ufffdb\ufffd<b>c", "Tablet");
        assertThat(console.rename(tablet.id(), "Pad").status()).isEqualTo(200);
        assertThat(console.revoke(phone.id()).status()).isEqualTo(204);
        assertThat(event("REMOVE_CREDENTIAL", phone.id())
                        .path("details")
                        .path("credential_label")
                        .asText())
                .isEqualTo("a\ufffd\ufffdb\ufffd<b>c");
    }
}
