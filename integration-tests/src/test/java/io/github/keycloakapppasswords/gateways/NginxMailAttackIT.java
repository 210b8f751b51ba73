package io.github.keycloakapppasswords.gateways;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.gateways.Login.Answer;
import io.github.keycloakapppasswords.gateways.NginxMailGateway.Front;
import io.github.keycloakapppasswords.gateways.Residents.Resident;
import io.github.keycloakapppasswords.stage.AppPasswordOnPaper;
import io.github.keycloakapppasswords.stage.Gateway;
import io.github.keycloakapppasswords.stage.KeycloakOnDatabase;
import io.github.keycloakapppasswords.stage.KeycloakOnMariaDb;
import io.github.keycloakapppasswords.stage.NewUser;
import io.github.keycloakapppasswords.stage.Person;
import io.github.keycloakapppasswords.stage.Realm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Keycloak's answers alone keep people out: here the relay does TLS and nothing else, and the back end lets in whoever
 * comes from nginx.
 */
@ExtendWith(KeycloakOnMariaDb.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NginxMailAttackIT {
    private static final String MECHANISMS =
            """
            xclient off;
              imap_auth plain login cram-md5 external;
              pop3_auth plain apop cram-md5 external;
              smtp_auth plain login cram-md5 external none;""";

    private final KeycloakOnDatabase.Pair servers;
    private final Residents residents;
    private final Realm realm;
    private final NginxMail nginx;
    private final Path authority;
    private final Resident alice;
    private final Resident bob;

    NginxMailAttackIT(KeycloakOnDatabase.Pair servers) {
        this.servers = servers;
        residents = new Residents(servers.keycloak(), "imap");
        realm = residents.realm();
        NginxMailPorts ports = NginxMailPorts.free();
        Gateway gateway = realm.gateway("nginx-mail", ports.gatewaySettings());
        nginx = start(gateway, ports, NginxMailVariant.DEFENCELESS.withMail(Map.of("xclient off;", MECHANISMS)));
        authority = servers.authority().certificate();
        nginx.deliver("alice");
        nginx.deliver("bob");
        alice = residents.with(realm.user(NewUser.named("alice")));
        bob = residents.make("bob");
    }

    @AfterAll
    void close() {
        nginx.close();
        residents.close();
    }

    @Test
    void anyoneWouldBeIn() {
        assertThat(login(Front.IMAP, "alice", alice.secret()).opened()).isEqualTo("alice");
    }

    @ParameterizedTest
    @EnumSource
    void wrongPasswords(Front front) {
        Person person = alice.person();
        AppPasswordOnPaper lost = realm.appPassword(person, "Lost", "imap", "pop3", "smtp");
        realm.revoke(person, lost.id());

        List<Callable<Login>> logins = Stream.of(bob.secret(), person.password(), lost.secret(), "hunter2")
                .<Callable<Login>>map(password -> () -> login(front, "alice", password))
                .toList();

        assertThat(Together.all(logins.size(), logins))
                .extracting(Login::answer)
                .containsOnly(Answer.WRONG);
    }

    @ParameterizedTest
    @EnumSource
    void aGatewayWithAWrongSecret(Front front) {
        assertLater(front, new Gateway("nginx-mail", "not-the-secret"));
    }

    @ParameterizedTest
    @EnumSource
    void aGatewayWithoutBackEnds(Front front) {
        assertLater(front, realm.gateway("no-back-ends", "imap", "pop3", "smtp"));
    }

    @Nested
    class Names {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "alice\r\nAuth-User: bob",
                    "alice%0d%0aAuth-Status: OK",
                    "%61lice",
                    "%2561lice",
                    "alic%65",
                    "alice%",
                    "alice\u0001",
                    "alice\u007f",
                    "../alice",
                    "alice\t",
                    "\u0430lice",
                    ""
                })
        void thatAreNotHers(String name) {
            assertRefused(name.getBytes(StandardCharsets.UTF_8), alice.secret());
        }

        @Test
        void inLatin1() {
            residents.make("jürgen");

            assertRefused("jürgen".getBytes(StandardCharsets.ISO_8859_1), alice.secret());
        }

        @ParameterizedTest
        @ValueSource(ints = {300, 1_000, 2_500, 5_000, 100_000})
        void thatAreLong(int length) {
            assertRefused("a".repeat(length).getBytes(StandardCharsets.UTF_8), alice.secret());
            assertRefused("%".repeat(length).getBytes(StandardCharsets.UTF_8), alice.secret());
        }

        @Test
        void ofSomebodyElseToActFor() throws IOException {
            byte[] name = "alice".getBytes(StandardCharsets.UTF_8);
            try (MailLines imap = MailLines.connect(nginx.ports().imap(), authority)) {
                imap.ask("a AUTHENTICATE PLAIN");
                assertThat(imap.ask(MailLines.plain("bob", name, bob.secret()))).doesNotStartWith("a OK");
            }
        }

        @Test
        void withoutAPassword() {
            assertRefused("alice".getBytes(StandardCharsets.UTF_8), "");
        }

        /** By both protocols at once, since nginx holds each refusal back. */
        private void assertRefused(byte[] name, String password) {
            List<String> answers = Together.all(2, List.of(() -> imap(name, password), () -> smtp(name, password)));

            assertThat(answers.get(0)).doesNotStartWith("a OK");
            assertThat(answers.get(1)).doesNotStartWith("2");
        }

        private String imap(byte[] name, String password) throws IOException {
            try (MailLines imap = MailLines.connect(nginx.ports().imap(), authority)) {
                imap.ask("a AUTHENTICATE PLAIN");
                return imap.ask(MailLines.plain("", name, password));
            }
        }

        private String smtp(byte[] name, String password) throws IOException {
            try (MailLines smtp = MailLines.connect(nginx.ports().smtp(), authority)) {
                smtp.ask("EHLO attacker");
                return smtp.ask("AUTH PLAIN " + MailLines.plain("", name, password));
            }
        }
    }

    @Nested
    class MechanismsWithoutAPassword {
        @Test
        void apop() throws IOException {
            try (MailLines pop3 = MailLines.connect(nginx.ports().pop3(), authority)) {
                assertThat(pop3.ask("APOP alice c4c9334bac560ecc979e58001b3e22fb"))
                        .startsWith("-ERR [SYS/TEMP]");
            }
        }

        @Test
        void cramMd5() throws IOException {
            String response = "YWxpY2UgYjkxM2E2MDJjN2VkYTdhNDk1YjRlNmU3MzM0ZDM4OTA=";
            try (MailLines imap = MailLines.connect(nginx.ports().imap(), authority)) {
                imap.ask("a AUTHENTICATE CRAM-MD5");
                assertThat(imap.ask(response)).startsWith("a NO [UNAVAILABLE]");
            }
            try (MailLines smtp = MailLines.connect(nginx.ports().smtp(), authority)) {
                smtp.ask("EHLO attacker");
                smtp.ask("AUTH CRAM-MD5");
                assertThat(smtp.ask(response)).startsWith("451");
            }
        }

        @Test
        void external() throws IOException {
            try (MailLines imap = MailLines.connect(nginx.ports().imap(), authority)) {
                imap.ask("a AUTHENTICATE EXTERNAL");
                assertThat(imap.ask("YWxpY2U=")).startsWith("a NO [UNAVAILABLE]");
            }
        }

        @Test
        void mailWithoutALogin() throws IOException {
            try (MailLines smtp = MailLines.connect(nginx.ports().smtp(), authority)) {
                smtp.ask("EHLO attacker");
                smtp.ask("MAIL FROM:<alice@example.org>");
                assertThat(smtp.ask("RCPT TO:<someone@example.org>")).startsWith("451");
            }
        }
    }

    private Login login(Front front, String username, String password) {
        return new NginxMailGateway(nginx, front).login(username, password);
    }

    private void assertLater(Front front, Gateway gateway) {
        try (NginxMail other = start(gateway, NginxMailPorts.free(), NginxMailVariant.DEFENCELESS)) {
            Login login = new NginxMailGateway(other, front).login("alice", alice.secret());
            assertThat(login.answer()).isEqualTo(Answer.LATER);
        }
    }

    private NginxMail start(Gateway gateway, NginxMailPorts ports, NginxMailVariant variant) {
        GatewayTerms terms = GatewayTerms.of(servers, realm, gateway, gateway.clientId());
        return NginxMail.start(terms, servers.authority(), ports, variant);
    }
}
