package io.github.keycloakapppasswords.compatibility;

import static io.github.keycloakapppasswords.validation.Asking.IMAP;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.keycloakapppasswords.account.Console;
import io.github.keycloakapppasswords.feed.Follower;
import io.github.keycloakapppasswords.stage.Chromium;
import io.github.keycloakapppasswords.stage.Gateway;
import io.github.keycloakapppasswords.stage.Http;
import io.github.keycloakapppasswords.stage.HttpAnswer;
import io.github.keycloakapppasswords.stage.KeycloakServer;
import io.github.keycloakapppasswords.stage.NewUser;
import io.github.keycloakapppasswords.stage.Person;
import io.github.keycloakapppasswords.stage.Realm;
import io.github.keycloakapppasswords.stage.Visitor;
import io.github.keycloakapppasswords.validation.Asking;
import io.github.keycloakapppasswords.validation.Clients;
import io.github.keycloakapppasswords.validation.DirectGrantFlow;
import io.github.keycloakapppasswords.validation.EventLog;
import io.github.keycloakapppasswords.validation.Tokens;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What must work on each Keycloak that we serve: a column of the matrix for each test, one server for all. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class CompatibilityContract {
    private final KeycloakServer keycloak;
    private final Realm realm;
    private final JsonNode setUp;
    private final Gateway gateway;
    private int people;

    CompatibilityContract(KeycloakServer keycloak) {
        this.keycloak = keycloak;
        realm = Realm.create(keycloak);
        setUp = realm.setUp();
        gateway = realm.gateway("dovecot", IMAP);
        Console.allowPasswordGrant(realm);
    }

    @AfterAll
    void end() {
        keycloak.close();
    }

    @Test
    void setup() {
        assertThat(setUp.findValuesAsText("status")).hasSize(2).containsOnly("created");
        assertThat(realm.setUp().findValuesAsText("status")).hasSize(2).containsOnly("kept");
    }

    @Test
    void validate() {
        Person alice = somebody();
        String secret = issued(alice, "Scanner").path("secret").asText();
        Asking dovecot = Asking.as(realm, gateway);

        assertThat(dovecot.status(alice.username(), secret)).isEqualTo(200);
        assertThat(dovecot.status(somebody().username(), secret)).isEqualTo(401);
        assertThat(dovecot.status(alice.username(), alice.password())).isEqualTo(401);
    }

    @Test
    void gateways() {
        Person alice = somebody();
        String secret = issued(alice, "Scanner").path("secret").asText();
        Asking byToken = Asking.withToken(realm, new Tokens(realm).ofServiceAccount(gateway));
        Gateway impostor = new Gateway("dovecot", "not-the-secret");

        assertThat(byToken.status(alice.username(), secret)).isEqualTo(200);
        assertThat(Asking.as(realm, impostor).status(alice.username(), secret)).isEqualTo(503);
        assertThat(Asking.as(realm, gateway)
                        .ask(alice.username(), secret, "smtp")
                        .status())
                .isEqualTo(503);
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

            second.plugInPasskey();
            second.appPassword().begin(realm);
            second.login().password(newcomer);
            second.appPassword().setUp("webauthn-passwordless");
            second.login().enrolAuthenticator();
            assertThat(accepted(newcomer, madeBy(second))).isTrue();
        }
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
