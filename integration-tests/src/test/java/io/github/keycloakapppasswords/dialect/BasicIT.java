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
import io.github.keycloakapppasswords.validation.Asking;
import io.github.keycloakapppasswords.validation.EventLog;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A web server hands on what its own client sent: whatever that was, only a right app password is a yes. */
@ExtendWith(SharedKeycloak.class)
@TestInstance(Lifecycle.PER_CLASS)
class BasicIT {

    private static final String ADDRESS = "192.0.2.10";
    private static final String CHALLENGE = "Basic realm=\"App password\", charset=\"UTF-8\"";

    private final Realm realm;
    private final Gateway gateway;
    private final Person alice;
    private final AppPasswordOnPaper phone;
    private final EventLog events;

    BasicIT(KeycloakServer keycloak) {
        realm = MailRealm.create(keycloak);
        gateway = realm.gateway("nginx", "caldav", "carddav");
        alice = realm.user(NewUser.named("alice"));
        phone = realm.appPassword(alice, "calendar", "caldav");
        events = new EventLog(realm);
    }

    @AfterAll
    void removeRealm() {
        realm.close();
    }

    private RawHttp asking() {
        return askingBy("POST");
    }

    private RawHttp askingBy(String method) {
        return unaskedBy(method).with("X-App-Protocol", "caldav").with("X-App-Client-IP", ADDRESS);
    }

    private RawHttp unasked() {
        return unaskedBy("POST");
    }

    private RawHttp unaskedBy(String method) {
        return new RawHttp(method, realm.url() + "/app-passwords/basic")
                .with("X-Gateway-Authorization", Http.basic(gateway.clientId(), gateway.secret()));
    }

    private static void assertChallenged(Answer answer) {
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate")).isEqualTo(CHALLENGE);
        assertThat(answer.all("X-Auth-User")).isEmpty();
    }

    @Nested
    class Ok {

        @Test
        void namesTheUser() {
            Answer answer = asking().with("Authorization", Http.basic("Alice@example.org", phone.secret()))
                    .send();

            assertThat(answer.status()).isEqualTo(204);
            assertThat(answer.header("X-Auth-User")).isEqualTo("alice");
            assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        }

        @Test
        void readsTheSchemeInAnyCase() {
            String credential = Http.basic("alice", phone.secret()).replace("Basic", "bAsIc");

            assertThat(asking().with("Authorization", credential).send().status())
                    .isEqualTo(204);
        }

        @Test
        void readsLatin1WhereItIsNotUtf8() {
            Person juergen = realm.user(NewUser.named("jürgen").withEmail("juergen@example.org", true));
            AppPasswordOnPaper paper = realm.appPassword(juergen, "calendar", "caldav");
            byte[] pair = ("jürgen:" + paper.secret()).getBytes(StandardCharsets.ISO_8859_1);

            Answer answer = asking().with(
                            "Authorization", "Basic " + Base64.getEncoder().encodeToString(pair))
                    .send();

            assertThat(answer.header("X-Auth-User")).isEqualTo("j%C3%BCrgen");
        }

        @Test
        void readsTheProtocolInAnyCase() {
            Answer answer = unasked()
                    .with("X-App-Protocol", "CalDAV")
                    .with("Authorization", Http.basic("alice", phone.secret()))
                    .send();

            assertThat(answer.status()).isEqualTo(204);
        }

        /** As some clients send what was pasted into them. */
        @Test
        void readsAnAppPasswordAsItWasPasted() {
            String cut = phone.secret().replace("-", "").substring(0, 24);
            for (String pasted :
                    List.of("\u201c" + phone.secret() + "\u201d.", "\u200f" + phone.secret() + "\ufe0f", cut)) {
                assertThat(asking().with("Authorization", Http.basic("alice", pasted))
                                .send()
                                .status())
                        .as(pasted)
                        .isEqualTo(204);
            }
            assertChallenged(asking().with("Authorization", Http.basic("alice", cut.substring(1)))
                    .send());
        }

        @Test
        void writesTheNamePercentEncoded() {
            Person ahmad = realm.user(NewUser.named("أحمد").withEmail("ahmad@example.org", true));
            AppPasswordOnPaper paper = realm.appPassword(ahmad, "calendar", "caldav");

            Answer answer = asking().with("Authorization", Http.basic("أحمد", paper.secret()))
                    .send();

            assertThat(answer.header("X-Auth-User")).isEqualTo("%D8%A3%D8%AD%D9%85%D8%AF");
        }
    }

    @Nested
    class Invalid {

        @Test
        void isAWrongPasswordAndOneForAnotherProtocol() {
            assertChallenged(asking().with("Authorization", Http.basic("alice", alice.password()))
                    .send());
            assertChallenged(unasked()
                    .with("X-App-Protocol", "carddav")
                    .with("Authorization", Http.basic("alice", phone.secret()))
                    .send());
        }

        @Test
        void isNoCredentialAtAllAndMakesNoEvent() {
            assertChallenged(asking().send());
            assertChallenged(asking().with("Authorization", "Bearer abc").send());
            assertChallenged(asking().with("Authorization", "Basic").send());

            events.settle(Asking.as(realm, gateway));
            assertThat(realm.events("LOGIN_ERROR").findValuesAsText("ipAddress"))
                    .doesNotContain("127.0.0.1");
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "!", "YWxpY2U=", "Og==", "/////w=="})
        void isACredentialThatCannotBeRead(String base64) {
            assertChallenged(asking().with("Authorization", "Basic " + base64).send());
        }

        @Test
        void isANameWithControlCharacters() {
            String pair = "alice\r\nX-Auth-User: bob:" + phone.secret();
            String base64 = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));

            assertChallenged(asking().with("Authorization", "Basic " + base64).send());
        }
    }

    @Nested
    class Malformed {

        @Test
        void areTwoCredentialsOfTheUser() {
            Answer answer = asking().with("Authorization", Http.basic("alice", phone.secret()))
                    .with("Authorization", Http.basic("bob", phone.secret()))
                    .send();

            assertThat(answer.status()).isEqualTo(400);
            events.await("CLIENT_LOGIN_ERROR", "gateway_request_malformed");
        }

        @ParameterizedTest
        @ValueSource(strings = {"X-App-Protocol", "X-App-Client-IP"})
        void isAFieldThatComesTwice(String header) {
            Answer answer = asking().with(header, "caldav")
                    .with("Authorization", Http.basic("alice", phone.secret()))
                    .send();

            assertThat(answer.status()).isEqualTo(400);
        }

        @Test
        void isABody() {
            Answer answer = asking().with("Authorization", Http.basic("alice", phone.secret()))
                    .send("username=alice&password=x");

            assertThat(answer.status()).isEqualTo(400);
        }

        @Test
        void isAMissingProtocol() {
            Answer answer = unasked()
                    .with("Authorization", Http.basic("alice", phone.secret()))
                    .send();

            assertThat(answer.status()).isEqualTo(400);
        }
    }

    /** Caddy and Traefik ask by GET, whatever their client's request was, and copy its headers. */
    @Nested
    class ByGetOrHead {

        private String right() {
            return Http.basic("alice", phone.secret());
        }

        @ParameterizedTest
        @ValueSource(strings = {"GET", "HEAD"})
        void isAnsweredAsPost(String method) {
            Answer ok = askingBy(method).with("Authorization", right()).send();
            Answer wrong = askingBy(method)
                    .with("Authorization", Http.basic("alice", alice.password()))
                    .send();
            Answer malformed = unaskedBy(method).with("Authorization", right()).send();
            Answer stranger = new RawHttp(method, realm.url() + "/app-passwords/basic")
                    .with("X-App-Protocol", "caldav")
                    .with("Authorization", right())
                    .send();

            assertThat(ok.status()).isEqualTo(204);
            assertThat(ok.header("X-Auth-User")).isEqualTo("alice");
            assertThat(ok.header("Cache-Control")).isEqualTo("no-store");
            assertChallenged(wrong);
            assertChallenged(askingBy(method).send());
            assertThat(malformed.status()).isEqualTo(400);
            assertThat(malformed.body().isEmpty()).isEqualTo(method.equals("HEAD"));
            assertThat(stranger.status()).isEqualTo(503);
        }

        @ParameterizedTest
        @ValueSource(strings = {"username=bob&password=x", "{\"username\":\"bob\"}", "<propfind xmlns=\"DAV:\"/>"})
        void doesNotReadABody(String body) {
            for (String type : List.of("application/x-www-form-urlencoded", "application/json", "text/xml")) {
                Answer ok = askingBy("GET")
                        .with("Content-Type", type)
                        .with("Authorization", right())
                        .send(body);
                Answer wrong = askingBy("GET")
                        .with("Content-Type", type)
                        .with("Authorization", Http.basic("alice", "wrong"))
                        .send(body);

                assertThat(ok.header("X-Auth-User")).as(type).isEqualTo("alice");
                assertChallenged(wrong);
            }
        }

        /** As a proxy sends it that copies the length of its client's body and not the body. */
        @ParameterizedTest
        @ValueSource(strings = {"text/xml", "application/x-www-form-urlencoded"})
        void doesNotWaitForABody(String type) {
            Answer answer = askingBy("GET")
                    .with("Content-Type", type)
                    .with("Content-Length", "1000")
                    .with("Authorization", right())
                    .sendAndReadHeaders();

            assertThat(answer.status()).isEqualTo(204);
        }

        @Test
        void takesNoBodyForASecondRequest() {
            String smuggled = askingBy("GET").with("Authorization", right()).text();
            RawHttp first = askingBy("GET").with("Authorization", Http.basic("alice", "wrong"));
            String second = askingBy("GET").with("Authorization", "Bearer abc").text();

            Answer measured = first.with("Content-Length", String.valueOf(smuggled.length()))
                    .sendBefore(second, smuggled);

            assertChallenged(measured);
            assertThat(measured.body()).doesNotContain("HTTP/1.1 204").doesNotContain("X-Auth-User");
        }

        /** What a client may say of itself, as a proxy copies it. */
        @Test
        void takesNoHeaderOfAClientForAnother() {
            AppPasswordOnPaper office = realm.appPassword(alice, "office", List.of("198.51.100.0/24"), null, "caldav");
            for (String header : List.of(
                    "X-Forwarded-For: 198.51.100.1",
                    "Forwarded: for=198.51.100.1",
                    "X-Real-IP: 198.51.100.1",
                    "X_App_Client_IP: 198.51.100.1",
                    "X-App_Protocol: carddav",
                    "X_Gateway_Authorization: Basic eDp5",
                    "X-Auth-User: bob",
                    "X-Forwarded-Host: evil.example.org",
                    "X-Forwarded-Proto: gopher",
                    "X-Forwarded-Port: 1",
                    "X-Forwarded-Method: DELETE",
                    "X-Forwarded-Uri: /realms/master",
                    "X-Original-URL: /realms/master",
                    "X-Rewrite-URL: /realms/master",
                    "X-HTTP-Method-Override: DELETE",
                    "X-HTTP-Method: PUT",
                    "X-Method-Override: PROPFIND")) {
                String[] parts = header.split(": ", 2);
                Answer ok = askingBy("GET")
                        .with(parts[0], parts[1])
                        .with("Authorization", right())
                        .send();
                Answer elsewhere = askingBy("GET")
                        .with(parts[0], parts[1])
                        .with("Authorization", Http.basic("alice", office.secret()))
                        .send();

                assertThat(ok.header("X-Auth-User")).as(header).isEqualTo("alice");
                assertChallenged(elsewhere);
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"PROPFIND", "REPORT", "PUT", "DELETE", "PATCH", "TRACE"})
        void isTheOnlyOtherWay(String method) {
            assertThat(askingBy(method).with("Authorization", right()).send().status())
                    .isEqualTo(405);
        }
    }

    @Nested
    class TheGateway {

        @Test
        void isNeverKnownByTheUsersHeader() {
            Answer answer = new RawHttp("POST", realm.url() + "/app-passwords/basic")
                    .with("Authorization", Http.basic(gateway.clientId(), gateway.secret()))
                    .with("X-App-Protocol", "caldav")
                    .send();

            assertThat(answer.status()).isEqualTo(503);
        }

        @Test
        void isNotKnownByTwoHeaders() {
            Answer answer = asking().with("X-Gateway-Authorization", Http.basic("other", "secret"))
                    .with("Authorization", Http.basic("alice", phone.secret()))
                    .send();

            assertThat(answer.status()).isEqualTo(503);
        }

        @Test
        void isNotKnownByASecretAndANameInTheQuery() {
            Answer answer = new RawHttp("POST", realm.url() + "/app-passwords/basic?client_id=nginx")
                    .with("X-Gateway-Authorization", Http.basic(gateway.clientId(), gateway.secret()))
                    .with("X-App-Protocol", "caldav")
                    .with("Authorization", Http.basic("alice", phone.secret()))
                    .send();

            assertThat(answer.status()).isEqualTo(503);
        }

        @Test
        void isNotKnownByANameWithoutACertificate() {
            Answer answer = new RawHttp("POST", realm.url() + "/app-passwords/basic?client_id=nginx")
                    .with("X-App-Protocol", "caldav")
                    .with("Authorization", Http.basic("alice", phone.secret()))
                    .send();

            assertThat(answer.status()).isEqualTo(503);
            events.await("CLIENT_LOGIN_ERROR", "gateway_authentication_method");
        }
    }

    @Test
    void takesNobodyForAHugeHeader() {
        Answer answer =
                asking().with("Authorization", "Basic " + "A".repeat(100_000)).send();

        assertThat(answer.status()).isGreaterThanOrEqualTo(400);
        assertThat(answer.status()).isNotEqualTo(401);
    }
}
