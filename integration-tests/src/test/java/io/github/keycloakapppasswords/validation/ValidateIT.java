package io.github.keycloakapppasswords.validation;

import static io.github.keycloakapppasswords.validation.Asking.IMAP;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.keycloakapppasswords.stage.AppPasswordOnPaper;
import io.github.keycloakapppasswords.stage.Gateway;
import io.github.keycloakapppasswords.stage.HttpAnswer;
import io.github.keycloakapppasswords.stage.KeycloakServer;
import io.github.keycloakapppasswords.stage.NewUser;
import io.github.keycloakapppasswords.stage.Person;
import io.github.keycloakapppasswords.stage.Realm;
import io.github.keycloakapppasswords.stage.SharedKeycloak;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What gateways are told, to the letter. */
@ExtendWith(SharedKeycloak.class)
@TestInstance(Lifecycle.PER_CLASS)
class ValidateIT {

    private final Realm realm;
    private final Gateway gateway;

    // Of each test its own, so that what happens is news.
    private int number;
    private String name = "";
    private Person alice = new Person("", "", "", Optional.empty());
    private AppPasswordOnPaper phone = new AppPasswordOnPaper("", "");
    private Asking dovecot;
    private EventLog events;

    ValidateIT(KeycloakServer keycloak) {
        realm = Realm.create(keycloak, Map.of("bruteForceProtected", true, "failureFactor", 2));
        gateway = realm.gateway("dovecot", IMAP, "smtp", "sieve");
        dovecot = Asking.as(realm, gateway);
        events = new EventLog(realm);
    }

    @BeforeEach
    void makeAlice() {
        number++;
        name = "alice-" + number;
        String address = "198.51.100." + number;
        alice = realm.user(NewUser.named(name));
        phone = realm.appPassword(alice, "Alice's phone", IMAP, "smtp");
        dovecot = Asking.as(realm, gateway).forClientAt(address);
        events = new EventLog(realm).ofClientsAt(address);
    }

    @AfterAll
    void removeRealm() {
        realm.close();
    }

    private AppPasswordOnPaper somebodyElses() {
        return realm.appPassword(realm.user(NewUser.named("bob-" + number)), "phone", IMAP);
    }

    @Nested
    class Ok {

        @Test
        void tellsAJsonClientWhoItIs() {
            HttpAnswer answer = dovecot.ask("A" + name.substring(1) + "@example.org", phone.secret(), IMAP);

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.json().path("username").asText()).isEqualTo(name);
            assertThat(answer.json().path("subject").asText()).isEqualTo(alice.id());
            assertThat(answer.json().path("label").asText()).isEqualTo("Alice's phone");
            assertThat(answer.json()).hasSize(3);
            assertThat(answer.header("X-Username")).contains(name);
        }

        @Test
        void tellsAFormClientWhoItIsWithAnEmptyBody() {
            HttpAnswer answer = dovecot.askByForm(name, phone.secret(), IMAP);

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).isEmpty();
            assertThat(answer.header("X-Username")).contains(name);
        }

        @Test
        void writesTheNameInTheHeaderPercentEncoded() {
            Person bjorn = realm.user(NewUser.named("björn").withEmail("bjorn@example.org", true));
            AppPasswordOnPaper paper = realm.appPassword(bjorn, "phone", IMAP);

            HttpAnswer answer = dovecot.askByForm("bjo\u0308rn", paper.secret(), IMAP);

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("X-Username")).contains("bj%C3%B6rn");
        }

        @Test
        void takesSubmissionForSmtp() {
            assertThat(dovecot.ask(name, phone.secret(), "submission").status()).isEqualTo(200);
        }

        @Test
        void readsTheSecretAsDevicesSendIt() {
            String sent = phone.secret().toUpperCase(Locale.ROOT).replace("-", " ");
            assertThat(dovecot.status(name, sent)).isEqualTo(200);
            assertThat(dovecot.status(name, phone.secret().replace("-", ""))).isEqualTo(200);
        }

        @Test
        void makesNoUserSession() {
            dovecot.ask(name, phone.secret(), IMAP);
            assertThat(realm.admin().get(realm.path("/users/" + alice.id() + "/sessions")))
                    .isEmpty();
        }

        @Test
        void isALoginEventOfTheEndClient() {
            dovecot.ask(name, phone.secret(), IMAP);

            JsonNode login = events.awaitLogin();

            assertThat(login.path("userId").asText()).isEqualTo(alice.id());
            assertThat(login.path("clientId").asText()).isEqualTo("dovecot");
            assertThat(login.path("ipAddress").asText()).isEqualTo(dovecot.clientIp());
            assertThat(login.path("details").path("protocol").asText()).isEqualTo(IMAP);
            assertThat(login.path("details").path("gateway").asText()).isEqualTo("dovecot");
            assertThat(login.path("details").path("credential_id").asText()).isEqualTo(phone.id());
            assertThat(login.path("details").path("credential_label").asText()).isEqualTo("Alice's phone");
        }

        @Test
        void isOneEventForManyLogins() {
            for (int i = 0; i < 20; i++) {
                dovecot.ask(name, phone.secret(), IMAP);
            }
            dovecot.ask(name, phone.secret(), "smtp");
            events.settle(dovecot);

            assertThat(events.logins()).hasSize(2);
        }
    }

    @Nested
    class Invalid {

        @Test
        void saysNothingButThat() {
            HttpAnswer answer = dovecot.ask(name, alice.password(), IMAP);

            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.body()).isEmpty();
            assertThat(answer.header("X-Username")).isEmpty();
            assertThat(answer.header("WWW-Authenticate")).isEmpty();
        }

        @Test
        void looksTheSameForUnknownUserAndWrongSecret() {
            AppPasswordOnPaper other = somebodyElses();

            HttpAnswer wrong = dovecot.ask(name, other.secret(), IMAP);
            HttpAnswer unknown = dovecot.ask("nobody", other.secret(), IMAP);

            assertThat(unknown.status()).isEqualTo(wrong.status()).isEqualTo(401);
            assertThat(unknown.body()).isEqualTo(wrong.body());
            assertThat(unknown.headers().map()).isEqualTo(wrong.headers().map());
        }

        @ParameterizedTest
        @CsvSource({"''", "' alice'", "'../alice'", "'alice/'", "'alice*master'"})
        void takesAMalformedNameForAWrongOne(String malformed) {
            assertThat(dovecot.status(malformed, phone.secret())).isEqualTo(401);
        }

        @Test
        void takesBytesThatAreNoTextForAWrongPassword() {
            String form = "username=" + name + "&protocol=imap&password=%E9" + phone.secret();
            assertThat(dovecot.send("application/x-www-form-urlencoded", form.getBytes(UTF_8))
                            .status())
                    .isEqualTo(401);
        }

        @Test
        void neverLocksAnybodyOut() {
            AppPasswordOnPaper other = somebodyElses();
            for (int i = 0; i < 10; i++) {
                dovecot.ask(name, other.secret(), IMAP);
                dovecot.ask(name, "guess" + i, IMAP);
            }

            assertThat(dovecot.status(name, phone.secret())).isEqualTo(200);
            JsonNode state = realm.admin().get(realm.path("/attack-detection/brute-force/users/" + alice.id()));
            assertThat(state.path("numFailures").asInt()).isZero();
            assertThat(state.path("disabled").asBoolean()).isFalse();
        }

        @Test
        void isOneEventADayThatNamesTheUser() {
            for (int i = 0; i < 20; i++) {
                dovecot.ask(name, alice.password(), IMAP);
            }
            events.settle(dovecot);
            assertThat(events.of("LOGIN_ERROR", "not_an_app_password")).hasSize(1);

            JsonNode event = events.await("LOGIN_ERROR", "not_an_app_password");
            assertThat(event.path("userId").asText()).isEqualTo(alice.id());
            assertThat(event.path("error").asText()).isEqualTo("invalid_user_credentials");
            assertThat(event.path("ipAddress").asText()).isEqualTo(dovecot.clientIp());
            assertThat(event.toString()).doesNotContain(alice.password());
        }

        @Test
        void isOneEventForManyMadeUpNames() {
            for (int i = 0; i < 30; i++) {
                dovecot.ask("made-up-" + i, phone.secret(), IMAP);
            }
            events.settle(dovecot);

            assertThat(events.of("LOGIN_ERROR", "unknown_user")).hasSize(1);
        }
    }

    @Nested
    class AfterALookUp {

        @Test
        void aRefusalTakesAtLeastTheFloor() {
            dovecot.ask("nobody", phone.secret(), IMAP);
            long started = System.nanoTime();
            dovecot.ask("nobody", phone.secret(), IMAP);

            assertThat(System.nanoTime() - started).isGreaterThan(20_000_000L);
        }
    }

    @Nested
    class LoginIdentity {

        private @Nullable String identity(Map<String, Object> settings) {
            Asking other =
                    Asking.as(realm, realm.gateway("other-" + number, settings)).forClientAt(dovecot.clientIp());
            return other.ask(name, phone.secret(), IMAP).header("X-Username").orElse(null);
        }

        @Test
        void isTheVerifiedEmail() {
            assertThat(identity(Map.of("protocols", List.of(IMAP), "loginIdentity", "email")))
                    .isEqualTo(name + "@example.org");
        }

        @Test
        void isNoUnverifiedEmail() {
            realm.admin().put(realm.path("/users/" + alice.id()), Map.of("emailVerified", false));

            assertThat(identity(Map.of("protocols", List.of(IMAP), "loginIdentity", "email")))
                    .isNull();
            events.await("LOGIN_ERROR", "login_identity_missing");
        }

        @Test
        void isAnAttributeThatOnlyAdminsEditAndNoLongerWhenOwnersMay() {
            Profile profile = new Profile(realm);
            profile.attribute("mailbox", "admin");
            realm.admin()
                    .put(
                            realm.path("/users/" + alice.id()),
                            Map.of(
                                    "email",
                                    name + "@example.org",
                                    "emailVerified",
                                    true,
                                    "firstName",
                                    "A",
                                    "lastName",
                                    "L",
                                    "attributes",
                                    Map.of("mailbox", List.of("liddell"))));
            Map<String, Object> settings = Map.of("protocols", List.of(IMAP), "loginIdentity", "attribute:mailbox");
            assertThat(identity(settings)).isEqualTo("liddell");

            Asking other =
                    Asking.as(realm, realm.gateway("other-" + number, settings)).forClientAt(dovecot.clientIp());
            profile.attribute("mailbox", "admin", "user");

            assertThat(other.status(name, phone.secret())).isEqualTo(503);
            events.await("CLIENT_LOGIN_ERROR", "login_identity_unprotected");
        }
    }
}
