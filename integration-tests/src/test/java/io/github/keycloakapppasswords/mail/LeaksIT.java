package io.github.keycloakapppasswords.mail;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.stage.Chromium;
import io.github.keycloakapppasswords.stage.Dovecot;
import io.github.keycloakapppasswords.stage.Gateway;
import io.github.keycloakapppasswords.stage.Http;
import io.github.keycloakapppasswords.stage.KeycloakOptions;
import io.github.keycloakapppasswords.stage.KeycloakServer;
import io.github.keycloakapppasswords.stage.MailClient;
import io.github.keycloakapppasswords.stage.NewUser;
import io.github.keycloakapppasswords.stage.Person;
import io.github.keycloakapppasswords.stage.Project;
import io.github.keycloakapppasswords.stage.Realm;
import io.github.keycloakapppasswords.stage.SharedChromium;
import io.github.keycloakapppasswords.stage.Totp;
import io.github.keycloakapppasswords.stage.Visitor;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * After the main job, with everything logged that can be: no secret is left in logs, database, events or browser.
 *
 * <p>What is looked for where:
 *
 * <ul>
 *   <li>app passwords, main passwords and used one-time codes: everywhere, since nothing has a reason to keep them;
 *   <li>the key of an authenticator app and the gateway's client secret: everywhere but in Keycloak's database, whose
 *       own tables CREDENTIAL and CLIENT hold these two in clear (Keycloak 26.7, not ours to change), and for the
 *       gateway in its secret file. The events that the database holds too are searched for them through REST.
 * </ul>
 */
@ExtendWith(SharedChromium.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LeaksIT {
    /** Has the form of an app password; is given in places of a user name, which Keycloak and Dovecot do keep. */
    private static final String PLANTED = "zzzzz-yyyyy-xxxxx-wwwww-vvvvv";

    private static final String SECRET_FILE = "keycloak-gateway.secret";

    private final LeakSearch nowhere = new LeakSearch();
    private final LeakSearch notOutsideOfTables = new LeakSearch();
    private final LeakSearch planted = new LeakSearch().forSecret("planted", PLANTED);
    private final KeycloakServer keycloak = KeycloakServer.start(KeycloakOptions.shipped()
            .withProvider(Project.fixtureJar())
            .forTests()
            .withFilledDatabase()
            .withStartOption("--log-level=INFO,org.keycloak:DEBUG,io.github.keycloakapppasswords:DEBUG"));
    private final Realm realm = Realm.create(keycloak);
    private final Gateway gateway;
    private final Dovecot dovecot;
    private final String browser;
    private final String events;

    LeaksIT(Chromium chromium) {
        realm.setUp();
        gateway = realm.gateway("dovecot", "imap", "smtp");
        dovecot = Dovecot.start(realm, gateway);
        notOutsideOfTables.forSecret("gateway secret", gateway.secret());
        StringBuilder leftInBrowser = new StringBuilder();
        try (Visitor alice = chromium.visitor()) {
            whoHasAnAuthenticatorApp(alice);
            leftInBrowser.append(alice.traces());
        }
        try (Visitor bob = chromium.visitor()) {
            whoEnrolsOne(bob);
            leftInBrowser.append(bob.traces());
        }
        try (Visitor nobody = chromium.visitor()) {
            nobody.open(realm.url() + "/account?" + PLANTED);
            nobody.login().awaitPassword();
            leftInBrowser.append(nobody.traces());
        }
        plant();
        browser = leftInBrowser.toString();
        events = realm.admin().get(realm.path("/events?max=1000")).toString()
                + realm.admin().get(realm.path("/admin-events?max=1000"));
        keycloak.stop();
    }

    @AfterAll
    void close() {
        dovecot.close();
        keycloak.close();
    }

    @Test
    void thePlantedSecretIsFoundInLogDatabaseAndEvents() {
        assertThat(planted.below(keycloak.folder().resolve("data"), "")).isNotEmpty();
        assertThat(planted.below(keycloak.folder(), "")).contains("planted in server.log");
        assertThat(planted.below(dovecot.folder(), SECRET_FILE)).contains("planted in dovecot.log");
        assertThat(planted.in("events", events)).isNotEmpty();
        assertThat(planted.in("browser", browser)).isNotEmpty();
    }

    @Test
    void theLogIsAsTalkativeAsItGets() {
        assertThat(keycloak.log()).content().contains("DEBUG [org.keycloak");
    }

    @Test
    void keycloakKeepsNoSecretOfAUser() {
        assertThat(nowhere.below(keycloak.folder(), "")).isEmpty();
    }

    @Test
    void keycloakLogsNoSecretThatItsTablesHold() {
        assertThat(notOutsideOfTables.below(keycloak.folder(), "keycloakdb.mv.db"))
                .isEmpty();
    }

    @Test
    void eventsTellNoSecret() {
        assertThat(nowhere.in("events", events)).isEmpty();
        assertThat(notOutsideOfTables.in("events", events)).isEmpty();
    }

    @Test
    void dovecotKeepsNoSecret() {
        assertThat(nowhere.below(dovecot.folder(), "")).isEmpty();
        assertThat(notOutsideOfTables.below(dovecot.folder(), SECRET_FILE)).isEmpty();
    }

    @Test
    void theBrowserKeepsNoSecret() {
        assertThat(nowhere.in("browser", browser)).isEmpty();
        assertThat(notOutsideOfTables.in("browser", browser)).isEmpty();
    }

    private void whoHasAnAuthenticatorApp(Visitor visitor) {
        Person alice = realm.user(NewUser.named("alice").withOtp());
        know(alice, alice.app());
        String code = alice.app().freshCode();
        nowhere.forCode("one-time code of alice", code);
        visitor.appPassword().begin(realm);
        visitor.login().password(alice);
        visitor.login().code(code);
        job(visitor, alice);
    }

    private void whoEnrolsOne(Visitor visitor) {
        Person bob = realm.user(NewUser.named("bob"));
        visitor.appPassword().begin(realm);
        visitor.login().password(bob);
        visitor.appPassword().setUp("otp");
        Totp app = visitor.login().enrolApp();
        know(bob, app);
        job(visitor, bob);
    }

    private void know(Person person, Totp app) {
        nowhere.forSecret("main password of " + person.username(), person.password());
        notOutsideOfTables
                .forSecret("key of " + person.username(), app.text())
                .forSecret("key in Base32 of " + person.username(), app.base32());
    }

    /** Makes an app password, uses it well and badly, and revokes it. */
    private void job(Visitor visitor, Person person) {
        visitor.appPassword().create("Laptop", "imap", "smtp");
        String secret = visitor.appPassword().secret();
        nowhere.forSecret("app password of " + person.username(), secret);
        visitor.page().reload();
        visitor.appPassword().finish();
        assertThat(visitor.appPassword().outcome()).isEqualTo("success");
        String name = person.username();
        MailClient mail = dovecot.client();
        assertThat(mail.imap(name, secret).accepted()).isTrue();
        assertThat(mail.submit(name, secret, "From " + name).accepted()).isTrue();
        assertThat(mail.imap(name, person.password()).accepted()).isFalse();
        assertThat(mail.imap("nobody", secret).accepted()).isFalse();
        clumsyGateways(name, secret);
        visitor.accountConsole().openSigningIn(realm);
        visitor.accountConsole().delete("app-password", "Laptop");
        assertThat(mail.imap(name, secret).accepted()).isFalse();
    }

    /** Requests that cannot be read, or not by whom they say: an error message must not quote them. */
    private void clumsyGateways(String name, String secret) {
        String json = "application/json";
        String right = "{\"username\":\"" + name + "\",\"password\":\"" + secret + "\",\"protocol\":\"imap\"}";
        assertThat(ask(json, right.substring(0, right.length() - 3), gateway.secret()))
                .isEqualTo(400);
        assertThat(ask(json, right.replace("\"" + secret + "\"", "[\"" + secret + "\"]"), gateway.secret()))
                .isEqualTo(400);
        assertThat(ask(json, right.replace("\"imap\"", secret), gateway.secret()))
                .isEqualTo(400);
        assertThat(ask(json, right, secret)).isEqualTo(503);
        String form = "application/x-www-form-urlencoded";
        assertThat(ask(
                        form,
                        "username=" + name + "&protocol=imap&password=" + secret + "&password=" + secret,
                        gateway.secret()))
                .isEqualTo(400);
    }

    private int ask(String type, String body, String gatewaySecret) {
        String basic = Base64.getEncoder().encodeToString(("dovecot:" + gatewaySecret).getBytes(UTF_8));
        return new Http()
                .send(HttpRequest.newBuilder(URI.create(realm.validateUrl()))
                        .header("Content-Type", type)
                        .header("Authorization", "Basic " + basic)
                        .POST(BodyPublishers.ofString(body))
                        .build())
                .status();
    }

    /** Leaves the planted secret where a real one must not be: in a log, an event and with it the database. */
    private void plant() {
        Map<String, String> form =
                Map.of("grant_type", "password", "client_id", "admin-cli", "username", PLANTED, "password", "any");
        new Http()
                .send(Http.withForm(
                        HttpRequest.newBuilder(URI.create(realm.url() + "/protocol/openid-connect/token")), form));
        dovecot.client().imap(PLANTED, "any");
    }
}
