package io.github.keycloakapppasswords.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.dialect.RawHttp.Answer;
import io.github.keycloakapppasswords.mail.MailRealm;
import io.github.keycloakapppasswords.stage.AppPasswordOnPaper;
import io.github.keycloakapppasswords.stage.Gateway;
import io.github.keycloakapppasswords.stage.Http;
import io.github.keycloakapppasswords.stage.KeycloakServer;
import io.github.keycloakapppasswords.stage.NewUser;
import io.github.keycloakapppasswords.stage.Person;
import io.github.keycloakapppasswords.stage.Realm;
import io.github.keycloakapppasswords.stage.SharedKeycloak;
import io.github.keycloakapppasswords.validation.EventLog;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** nginx lets in whoever comes with {@code Auth-Server} and {@code Auth-Port}: only a yes may have them. */
@ExtendWith(SharedKeycloak.class)
@TestInstance(Lifecycle.PER_CLASS)
class NginxMailIT {

    private static final String ADDRESS = "192.0.2.9";

    private final Realm realm;
    private final Gateway gateway;
    private final Person alice;
    private final AppPasswordOnPaper phone;
    private final EventLog events;

    NginxMailIT(KeycloakServer keycloak) {
        realm = MailRealm.create(keycloak);
        gateway = realm.gateway(
                "nginx",
                Map.of(
                        "protocols",
                        List.of("imap", "pop3", "smtp", "sieve"),
                        "backends",
                        Map.of("imap", "127.0.0.1:10143", "pop3", "[::1]:10110", "smtp", "192.0.2.25:25")));
        alice = realm.user(NewUser.named("alice"));
        phone = realm.appPassword(alice, "phone", "imap", "pop3", "smtp", "sieve");
        events = new EventLog(realm);
    }

    @AfterAll
    void removeRealm() {
        realm.close();
    }

    private RawHttp asking() {
        return asking(Http.basic(gateway.clientId(), gateway.secret()));
    }

    private RawHttp asking(String credential) {
        return new RawHttp("GET", realm.url() + "/app-passwords/nginx-mail")
                .with("X-Gateway-Authorization", credential);
    }

    private static RawHttp imap(RawHttp request, String user, String password) {
        return request.with("Auth-Method", "plain")
                .with("Auth-User", user)
                .with("Auth-Pass", password)
                .with("Auth-Protocol", "imap")
                .with("Auth-Login-Attempt", "1")
                .with("Client-IP", ADDRESS);
    }

    private static void assertNobodyGetsIn(Answer answer) {
        assertThat(answer.header("Auth-Status")).isNotEmpty().isNotEqualToIgnoringCase("OK");
        assertThat(answer.all("Auth-Server")).isEmpty();
        assertThat(answer.all("Auth-Port")).isEmpty();
        assertThat(answer.all("Auth-User")).isEmpty();
    }

    private static void assertLater(Answer answer) {
        assertNobodyGetsIn(answer);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Auth-Error-Code")).isEqualTo("451 4.3.0");
    }

    @Nested
    class Ok {

        @ParameterizedTest
        @CsvSource({"imap,127.0.0.1,10143", "pop3,::1,10110", "smtp,192.0.2.25,25"})
        void namesTheMailboxAndTheServerOfTheProtocol(String protocol, String server, String port) {
            Answer answer = asking().with("Auth-Method", "plain")
                    .with("Auth-User", "ALICE")
                    .with("Auth-Pass", phone.secret())
                    .with("Auth-Protocol", protocol)
                    .with("Auth-Login-Attempt", "1")
                    .with("Client-IP", ADDRESS)
                    .send();

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("Auth-Status")).isEqualTo("OK");
            assertThat(answer.header("Auth-User")).isEqualTo("alice");
            assertThat(answer.header("Auth-Server")).isEqualTo(server);
            assertThat(answer.header("Auth-Port")).isEqualTo(port);
            assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        }

        @ParameterizedTest
        @CsvSource({
            "jürgen,jürgen",
            "أحمد,أحمد",
            "a+b&c=d,a+b&c=d",
            "two%20words,two words",
            "50%25,50%",
            "%2561lice,%61lice"
        })
        void undoesNginxsEscapingOnceAndNoMore(String sent, String name) {
            Person person = realm.user(NewUser.named(name).withEmail("user" + name.hashCode() + "@example.org", true));
            AppPasswordOnPaper paper = realm.appPassword(person, "phone", "imap");

            Answer answer = imap(asking(), sent, paper.secret()).send();

            assertThat(answer.header("Auth-Status")).isEqualTo("OK");
            assertThat(answer.header("Auth-User")).isEqualTo(name);
        }
    }

    @Nested
    class Invalid {

        @ParameterizedTest
        @CsvSource({
            "imap,[AUTHENTICATIONFAILED] Wrong user name or app password.",
            "pop3,[AUTH] Wrong user name or app password.",
            "smtp,Wrong user name or app password."
        })
        void saysSoInTheWordsOfTheProtocol(String protocol, String words) {
            Answer answer = asking().with("Auth-Method", "plain")
                    .with("Auth-User", "alice")
                    .with("Auth-Pass", "main")
                    .with("Auth-Protocol", protocol)
                    .with("Auth-Login-Attempt", "1")
                    .with("Client-IP", ADDRESS)
                    .send();

            assertNobodyGetsIn(answer);
            assertThat(answer.header("Auth-Status")).isEqualTo(words);
            assertThat(answer.header("Auth-Error-Code")).isEqualTo("535 5.7.8");
            assertThat(answer.header("Auth-Wait")).isEqualTo("3");
        }

        @ParameterizedTest
        @ValueSource(strings = {"10", "11", "-1x", "99999999999"})
        void endsTheConnectionAfterTenTries(String attempt) {
            Answer answer = asking().with("Auth-Method", "plain")
                    .with("Auth-User", "alice")
                    .with("Auth-Pass", "main")
                    .with("Auth-Protocol", "imap")
                    .with("Auth-Login-Attempt", attempt)
                    .with("Client-IP", ADDRESS)
                    .send();

            assertNobodyGetsIn(answer);
            assertThat(answer.all("Auth-Wait")).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "%",
                    "%6",
                    "%zz",
                    "alice%00",
                    "alice%0d%0aAuth-Status:%20OK",
                    "alice%2f",
                    "..%2falice",
                    "alice%09",
                    "alice*master",
                    "%61lice%"
                })
        void isANameThatIsNone(String sent) {
            assertNobodyGetsIn(imap(asking(), sent, phone.secret()).send());
        }

        @Test
        void areBytesThatAreNoText() {
            Answer answer = imap(asking().withBytes("X-Padding", "x"), "x", phone.secret())
                    .send();
            assertNobodyGetsIn(answer);

            Answer latin1 = asking().with("Auth-Method", "plain")
                    .withBytes("Auth-User", "j\u00fcrgen")
                    .with("Auth-Pass", phone.secret())
                    .with("Auth-Protocol", "imap")
                    .send();
            assertNobodyGetsIn(latin1);
            assertThat(latin1.header("Auth-Error-Code")).isEqualTo("535 5.7.8");
        }
    }

    @Nested
    class Unavailable {

        @Test
        void isWhatAStrangerHears() {
            assertLater(imap(asking("Basic eDp5"), "alice", phone.secret()).send());
            assertLater(imap(asking(Http.basic("nginx", "wrong")), "alice", phone.secret())
                    .send());
            assertLater(imap(new RawHttp("GET", realm.url() + "/app-passwords/nginx-mail"), "alice", phone.secret())
                    .send());
        }

        @ParameterizedTest
        @ValueSource(strings = {"apop", "cram-md5", "external", "none", "PLAIN-CLIENTTOKEN", ""})
        void isAnyOtherWayToAuthenticate(String method) {
            assertLater(asking().with("Auth-Method", method)
                    .with("Auth-User", "alice")
                    .with("Auth-Pass", phone.secret())
                    .with("Auth-Protocol", "imap")
                    .send());
        }

        @ParameterizedTest
        @ValueSource(strings = {"Auth-Method", "Auth-User", "Auth-Pass", "Auth-Protocol", "Client-IP"})
        void isAHeaderThatComesTwice(String header) {
            Answer answer = imap(asking(), "alice", phone.secret())
                    .with(header, "plain")
                    .send();

            assertLater(answer);
        }

        @Test
        void isAQuestionWithoutPassword() {
            assertLater(asking().with("Auth-Method", "plain")
                    .with("Auth-User", "alice")
                    .with("Auth-Protocol", "imap")
                    .send());
        }

        @Test
        void isAProtocolWithoutAServer() {
            assertLater(asking().with("Auth-Method", "plain")
                    .with("Auth-User", "alice")
                    .with("Auth-Pass", phone.secret())
                    .with("Auth-Protocol", "sieve")
                    .with("Client-IP", ADDRESS)
                    .send());

            assertThat(events.await("CLIENT_LOGIN_ERROR", "gateway_backend_missing")
                            .path("details")
                            .path("problem")
                            .asText())
                    .isEqualTo("The gateway's setting backends has no server for sieve.");
        }
    }

    @Test
    void neverLetsAnybodyInByAHugeHeader() {
        Answer answer =
                imap(asking(), "alice", phone.secret() + "x".repeat(100_000)).send();

        assertThat(answer.all("Auth-Server")).isEmpty();
        assertThat(answer.status()).isGreaterThanOrEqualTo(400);
    }
}
