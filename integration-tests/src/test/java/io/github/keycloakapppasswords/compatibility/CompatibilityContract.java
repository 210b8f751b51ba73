package io.github.keycloakapppasswords.compatibility;

import static io.github.keycloakapppasswords.validation.Asking.IMAP;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.keycloakapppasswords.account.Console;
import io.github.keycloakapppasswords.feed.Follower;
import io.github.keycloakapppasswords.gate.GateRealm;
import io.github.keycloakapppasswords.lifecycle.Mailbox;
import io.github.keycloakapppasswords.linkage.Linkage;
import io.github.keycloakapppasswords.stage.AppPasswordsPage;
import io.github.keycloakapppasswords.stage.Chromium;
import io.github.keycloakapppasswords.stage.Gateway;
import io.github.keycloakapppasswords.stage.Http;
import io.github.keycloakapppasswords.stage.HttpAnswer;
import io.github.keycloakapppasswords.stage.KeycloakServer;
import io.github.keycloakapppasswords.stage.NewUser;
import io.github.keycloakapppasswords.stage.Person;
import io.github.keycloakapppasswords.stage.Project;
import io.github.keycloakapppasswords.stage.Realm;
import io.github.keycloakapppasswords.stage.Visitor;
import io.github.keycloakapppasswords.stage.Waiting;
import io.github.keycloakapppasswords.validation.Asking;
import io.github.keycloakapppasswords.validation.Clients;
import io.github.keycloakapppasswords.validation.DirectGrantFlow;
import io.github.keycloakapppasswords.validation.EventLog;
import io.github.keycloakapppasswords.validation.Tokens;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What must work on each Keycloak that we serve: a column of the matrix for each test, one server for all. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class CompatibilityContract {
    private final ServedServer server;
    private final KeycloakServer keycloak;
    private final Realm realm;
    private final JsonNode setUp;
    private final Gateway gateway;
    private final Mailbox mailbox = new Mailbox();
    private int people;

    CompatibilityContract(ServedServer server) {
        this.server = server;
        keycloak = server.keycloak();
        realm = Realm.create(keycloak, Map.of("smtpServer", mailbox.smtpServer()));
        setUp = realm.setUp();
        gateway = realm.gateway("dovecot", IMAP);
        Console.allowPasswordGrant(realm);
    }

    @AfterAll
    void end() {
        server.close();
        mailbox.close();
    }

    /** Read from class files: what the JAR calls is there, and what it overrides is called. */
    @Test
    void links() {
        try (Linkage ofTheBuild = Linkage.of(Project.shippedJar(), Project.keycloakDistribution());
                Linkage here = Linkage.of(Project.shippedJar(), Project.keycloakDistribution(server.version()))) {
            assertThat(here.errors()).isEmpty();
            assertThat(here.overrides()).isEqualTo(ofTheBuild.overrides());
        }
    }

    @Test
    void setup() {
        assertThat(setUp.path("requiredAction").path("status").asText()).isEqualTo("created");
        assertThat(setUp.path("directGrantFlow").path("status").asText()).isEqualTo("created");
        assertThat(realm.setUp().findValuesAsText("status")).isNotEmpty().doesNotContain("created", "conflict");
    }

    @Test
    void validate() {
        Person alice = somebody();
        String secret = issued(alice, "Scanner").path("secret").asText();
        Asking dovecot = Asking.as(realm, gateway);

        assertThat(dovecot.status(alice.username(), secret)).isEqualTo(200);
        assertThat(dovecot.status(somebody().username(), secret)).isEqualTo(401);
        assertThat(dovecot.status(alice.username(), alice.password())).isEqualTo(401);
        assertThat(dovecot.askByForm(alice.username(), secret, IMAP).status()).isEqualTo(200);
        assertThat(dovecot.askByForm(alice.username(), alice.password(), IMAP).status())
                .isEqualTo(401);
    }

    @Test
    void dialects() {
        Person alice = somebody();
        String secret = issued(alice, "Scanner").path("secret").asText();
        Gateway web =
                realm.gateway("web", Map.of("protocols", List.of(IMAP), "backends", Map.of(IMAP, "127.0.0.1:143")));
        Gateway impostor = new Gateway("web", "guess");

        assertThat(nginxMail(web, alice, secret)).contains("OK");
        assertThat(nginxMail(web, alice, "guess")).contains("[AUTHENTICATIONFAILED] Wrong user name or app password.");
        assertThat(nginxMail(impostor, alice, secret)).contains("[UNAVAILABLE] Try again later.");
        assertThat(basic(web, alice, secret)).isEqualTo(204);
        assertThat(basic(web, alice, "guess")).isEqualTo(401);
        assertThat(basic(impostor, alice, secret)).isEqualTo(503);
    }

    private Optional<String> nginxMail(Gateway as, Person person, String secret) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(realm.url() + "/app-passwords/nginx-mail"))
                .header("Authorization", Http.basic(as.clientId(), as.secret()))
                .header("Auth-Method", "plain")
                .header("Auth-User", person.username())
                .header("Auth-Pass", secret)
                .header("Auth-Protocol", IMAP)
                .build();
        return new Http().send(request).headers().firstValue("Auth-Status");
    }

    private int basic(Gateway as, Person person, String secret) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(realm.url() + "/app-passwords/basic"))
                .header("X-Gateway-Authorization", Http.basic(as.clientId(), as.secret()))
                .header("Authorization", Http.basic(person.username(), secret))
                .header("X-App-Protocol", IMAP)
                .POST(BodyPublishers.noBody())
                .build();
        return new Http().send(request).status();
    }

    @Test
    void gateways() {
        Person alice = somebody();
        String secret = issued(alice, "Scanner").path("secret").asText();
        Gateway plain = new Clients(realm).confidential("plain", Map.of());

        assertThat(Asking.as(realm, plain).status(alice.username(), secret)).isEqualTo(503);
        assertThat(Asking.as(realm, gateway)
                        .ask(alice.username(), secret, "smtp")
                        .status())
                .isEqualTo(503);
    }

    @Test
    void gatewaySecret() {
        Person alice = somebody();
        String secret = issued(alice, "Scanner").path("secret").asText();
        Gateway expired = new Clients(realm)
                .confidential("expired", Map.of("attributes", Map.of("client.secret.expiration.time", "1000000000")));
        realm.gateway("expired", IMAP);

        assertThat(Asking.as(realm, gateway).status(alice.username(), secret)).isEqualTo(200);
        assertThat(Asking.as(realm, new Gateway("dovecot", "not-the-secret")).status(alice.username(), secret))
                .isEqualTo(503);
        assertThat(Asking.as(realm, expired).status(alice.username(), secret)).isEqualTo(503);
    }

    /** The former secret counts as long as Keycloak says, and not at all where the rotation of secrets is off. */
    @Test
    void rotatedSecret() {
        Person alice = somebody();
        String secret = issued(alice, "Scanner").path("secret").asText();
        Rotation rotation = Rotation.of(realm, "rotating", server.rotatesSecrets());

        assertThat(Asking.as(realm, rotation.now()).status(alice.username(), secret))
                .isEqualTo(200);
        assertThat(Asking.as(realm, rotation.before()).status(alice.username(), secret))
                .isEqualTo(server.rotatesSecrets() ? 200 : 503);
        rotation.end();
        assertThat(Asking.as(realm, rotation.before()).status(alice.username(), secret))
                .isEqualTo(503);
    }

    @Test
    void serviceAccountToken() {
        Person alice = somebody();
        String secret = issued(alice, "Scanner").path("secret").asText();
        Gateway plain = new Clients(realm).confidential("another", Map.of());
        Tokens tokens = new Tokens(realm);

        assertThat(Asking.withToken(realm, tokens.ofServiceAccount(gateway)).status(alice.username(), secret))
                .isEqualTo(200);
        assertThat(Asking.withToken(realm, tokens.ofServiceAccount(plain)).status(alice.username(), secret))
                .isEqualTo(503);
    }

    /** Of three certificates with the client's subject, all of them good for a connection. */
    @Test
    void certificate() {
        Person alice = somebody();
        String secret = issued(alice, "Scanner").path("secret").asText();
        ByCertificate relay = ByCertificate.gateway(server, realm, "relay");
        EventLog events = new EventLog(realm);

        relay.authority(ServedServer.TRUSTED);
        assertThat(relay.status(server.trusted(), alice, secret)).isEqualTo(200);
        assertThat(relay.status(server.alsoTrusted(), alice, secret)).isEqualTo(503);
        assertThat(relay.status(server.trustedForHttps(), alice, secret)).isEqualTo(503);
        events.await("CLIENT_LOGIN_ERROR", "gateway_credential_wrong");

        relay.authority("HTTPS CA");
        assertThat(relay.status(server.trusted(), alice, secret)).isEqualTo(503);
        assertThat(relay.status(server.trustedForHttps(), alice, secret))
                .isEqualTo(server.showsTrustStoreForHttps() ? 200 : 503);

        relay.authority("Nobody's CA");
        assertThat(relay.status(server.trusted(), alice, secret)).isEqualTo(503);
        events.await("CLIENT_LOGIN_ERROR", "gateway_authority_unknown");
    }

    /** Keycloak's own protector counts wrong codes at the gate, and the gate heeds its lock. */
    @Test
    void secondFactor() {
        try (GateRealm gate = GateRealm.create(
                        keycloak,
                        Map.of("bruteForceProtected", true, "failureFactor", 3, "quickLoginCheckMilliSeconds", 0));
                Chromium chromium = Chromium.start();
                Visitor visitor = chromium.visitor()) {
            gate.loginWithoutSecondFactor();
            Person owner = gate.realm().user(NewUser.named("guessed").withOtp());
            visitor.appPassword().begin(gate.realm());
            visitor.login().password(owner);
            for (int counted = 1; counted <= 3; counted++) {
                visitor.appPassword().proveByCode(owner.app().wrongCode());
                awaitFailures(gate.realm(), owner, counted);
            }

            assertThat(failures(gate.realm(), owner).path("disabled").asBoolean())
                    .isTrue();
            visitor.page().reload();
            visitor.page().waitForSelector("[data-reason=appPasswordLocked]");
        }
    }

    /** With the second factor proven in place, and one more by a passkey that is set up on the way. */
    @Test
    void mainJob() {
        Person owner = realm.user(NewUser.named("owner").withOtp());
        Person newcomer = realm.user(NewUser.named("newcomer"));
        try (Chromium chromium = Chromium.start();
                Visitor first = chromium.visitor();
                Visitor second = chromium.visitor()) {
            first.appPassword().begin(realm);
            first.login().password(owner);
            first.login().code(owner.app().freshCode());
            assertThat(accepted(owner, madeBy(first))).isTrue();

            GateRealm.of(realm).passkeys();
            second.plugInPasskey();
            second.appPassword().begin(realm);
            second.login().password(newcomer);
            second.appPassword().setUp("webauthn-passwordless");
            second.login().enrolAuthenticator();
            assertThat(accepted(newcomer, madeBy(second))).isTrue();
        }
    }

    /** In the account console: made, listed, renamed and revoked, with every page that the console of this version has. */
    @Test
    void page() {
        Person owner = realm.user(NewUser.named("reader").withOtp());
        try (Chromium chromium = Chromium.start();
                Visitor visitor = chromium.visitor()) {
            visitor.open(realm.url() + "/account/");
            visitor.login().password(owner);
            visitor.login().code(owner.app().freshCode());
            visitor.page().getByTestId("applications").waitFor();
            List<String> stock = menu(visitor);
            realm.setUpWithPage();
            visitor.open(realm.url() + "/account/");
            visitor.page().getByTestId("applications").waitFor();
            assertThat(menu(visitor)).containsAll(stock).hasSize(stock.size() + 1);

            AppPasswordsPage list = new AppPasswordsPage(visitor);
            list.open(realm);
            String secret = list.create("Tablet", IMAP);
            assertThat(list.labels()).containsExactly("Tablet");
            assertThat(accepted(owner, secret)).isTrue();
            list.rename("Tablet", "Old tablet");
            list.revoke("Old tablet");
            list.awaitGone("Old tablet");
            assertThat(accepted(owner, secret)).isFalse();
        }
    }

    private static List<String> menu(Visitor visitor) {
        return visitor.page().locator("#page-sidebar a").allInnerTexts();
    }

    @Test
    void revoke() {
        Person alice = somebody();
        JsonNode phone = issued(alice, "Phone");
        assertThat(accepted(alice, phone.path("secret").asText())).isTrue();

        realm.revoke(alice, phone.path("id").asText());

        assertThat(accepted(alice, phone.path("secret").asText())).isFalse();
    }

    @Test
    void policy() {
        realm.policy(Map.of("maximum-per-user", "7"));
        HttpAnswer refused = realm.admin()
                .exchange(
                        "PUT",
                        realm.path("/authentication/required-actions/configure-app-password/config"),
                        Map.of("config", Map.of("maximum-per-user", "0")));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(realm.admin()
                        .get(realm.path("/authentication/required-actions/configure-app-password/config"))
                        .path("config")
                        .path("maximum-per-user")
                        .asText())
                .isEqualTo("7");
    }

    @Test
    void feed() {
        Person alice = somebody();
        JsonNode phone = issued(alice, "Phone");
        Follower follower = new Follower(realm, gateway);

        realm.revoke(alice, phone.path("id").asText());

        follower.await("revoked", alice.username());
    }

    @Test
    void accountRest() {
        Person alice = somebody();
        JsonNode phone = issued(alice, "Phone");
        Console console = Console.of(realm, alice);

        assertThat(console.rename(phone.path("id").asText(), "Old phone").status())
                .isLessThan(300);
        assertThat(console.list().body()).contains("Old phone");
    }

    @Test
    void adminRest() {
        Person alice = somebody();
        issued(alice, "Phone");
        String path = realm.path("/app-passwords/users/" + alice.id());

        assertThat(realm.admin().get(path).path("appPasswords")).hasSize(1);
        realm.admin().delete(path);
        assertThat(realm.admin().get(path).path("appPasswords")).isEmpty();
        assertThat(realm.admin().get(path).path("ended")).hasSize(1);
    }

    @Test
    void directGrant() {
        Person alice = somebody();
        String secret = issued(alice, "Webmail").path("secret").asText();
        DirectGrantFlow flow = new DirectGrantFlow(realm);
        Gateway webmail = new Clients(realm)
                .confidential(
                        "webmail",
                        Map.of(
                                "fullScopeAllowed", false,
                                "defaultClientScopes", List.of("basic"),
                                "optionalClientScopes", List.of(),
                                "authenticationFlowBindingOverrides", Map.of("direct_grant", flow.id())));
        flow.setProtocol(IMAP);
        Tokens tokens = new Tokens(realm);

        assertThat(tokens.passwordGrant(webmail, alice.username(), secret, Map.of())
                        .status())
                .isEqualTo(200);
        assertThat(tokens.passwordGrant(webmail, alice.username(), alice.password(), Map.of())
                        .body())
                .contains("invalid_grant");
    }

    @Test
    void mails() {
        Person alice = somebody();
        issued(alice, "Phone");

        assertThat(mailbox.await(alice, "New app password").text())
                .contains(realm.url() + "/account/")
                .contains(realm.url() + "/app-passwords/not-me?key=");
    }

    @Test
    void events() {
        Person alice = somebody();
        String secret = issued(alice, "Phone").path("secret").asText();
        EventLog ofHers = new EventLog(realm).ofClientsAt("198.51.100.9");
        Asking dovecot = Asking.as(realm, gateway).forClientAt("198.51.100.9");

        dovecot.ask(alice.username(), secret, IMAP);
        dovecot.ask(alice.username(), alice.password(), IMAP);

        assertThat(ofHers.awaitLogin().path("userId").asText()).isEqualTo(alice.id());
        ofHers.await("LOGIN_ERROR", "not_an_app_password");
        HttpRequest metrics = HttpRequest.newBuilder(URI.create(keycloak.managementUrl() + "/metrics"))
                .build();
        assertThat(new Http().send(metrics).body()).contains("app_passwords_validations_total");
    }

    private static JsonNode failures(Realm realm, Person person) {
        return realm.admin().get(realm.path("/attack-detection/brute-force/users/" + person.id()));
    }

    private static void awaitFailures(Realm realm, Person person, int wanted) {
        Waiting.until(
                Duration.ofSeconds(10),
                wanted + " failures are counted",
                () -> failures(realm, person).path("numFailures").asInt() == wanted);
    }

    private Person somebody() {
        return realm.user(NewUser.named("person-" + ++people));
    }

    private boolean accepted(Person person, String secret) {
        return Asking.as(realm, gateway).status(person.username(), secret) == 200;
    }

    private JsonNode issued(Person person, String label) {
        HttpAnswer answer = realm.admin()
                .exchange(
                        "POST",
                        realm.path("/app-passwords/users/" + person.id()),
                        Map.of("label", label, "protocols", List.of(IMAP)));
        assertThat(answer.status()).as(answer.what()).isEqualTo(200);
        return answer.json();
    }

    private static String madeBy(Visitor visitor) {
        visitor.appPassword().create("Laptop", IMAP);
        String secret = visitor.appPassword().secret();
        visitor.appPassword().finish();
        assertThat(visitor.appPassword().outcome()).isEqualTo("success");
        return secret;
    }
}
