package io.github.keycloakapppasswords.gateways;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.gateways.SloppyKeycloak.Request;
import io.github.keycloakapppasswords.stage.CertificateAuthority;
import java.net.URLDecoder;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the checker asks, and what it makes of each answer. */
class AppPasswordCheckIT extends CheckUnderTest {
    @Test
    void asksWithTheCredentialOfTheGateway() {
        Outcome outcome = lines(PAIR, "--address=2001:db8::1");

        assertThat(outcome).isEqualTo(new Outcome(RIGHT, "anna\n", ""));
        Request request = onlyRequest();
        assertThat(request.form())
                .isEqualTo(Map.of(
                        "username",
                        "anna",
                        "password",
                        "her-app-password",
                        "protocol",
                        "imap",
                        "client_ip",
                        "2001:db8::1"));
        String basic = request.authorization().replace("Basic ", "");
        assertThat(URLDecoder.decode(new String(Base64.getDecoder().decode(basic), UTF_8), UTF_8))
                .isEqualTo("the gateway:" + GATEWAY_SECRET);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/bin/dash", "/bin/bash", "/bin/busybox sh"})
    void sendsEachByteAsItCame(String shell) {
        String bytes = IntStream.rangeClosed(1, 255)
                .filter(octet -> octet != '\n')
                .mapToObj(octet -> String.valueOf((char) octet))
                .collect(Collectors.joining());

        Outcome outcome = run(under(shell, command()), bytes + "\n" + bytes + bytes, Map.of());

        assertThat(outcome.status()).as(outcome.errors()).isEqualTo(RIGHT);
        assertThat(onlyRequest().form()).containsEntry("username", bytes).containsEntry("password", bytes + bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/bin/dash", "/bin/bash", "/bin/busybox sh"})
    void doesTheSameInEachShell(String shell) {
        keycloak.answers(200, Map.of("X-Username", "j%C3%BCrgen%2B%20%25"));
        assertThat(run(under(shell, command("--exact")), bytes("jürgen+ %\nany"), Map.of()))
                .isEqualTo(new Outcome(RIGHT, bytes("jürgen+ %\n"), ""));
        assertThat(run(under(shell, command("--exact")), "jurgen+ %\nany", Map.of())
                        .status())
                .isEqualTo(WRONG);
        keycloak.answers(401, Map.of());
        assertThat(run(under(shell, command()), PAIR, Map.of()).status()).isEqualTo(WRONG);
        keycloak.answers(503, Map.of());
        assertThat(run(under(shell, command()), PAIR, Map.of()).status()).isEqualTo(LATER);
    }

    /** No name and no app password has more than 1,024 bytes. */
    @Test
    void takesAThousandCharacters() {
        String name = bytes("ü".repeat(512));

        assertThat(lines(name + "\n" + "7".repeat(1024)).status()).isEqualTo(RIGHT);
        assertThat(onlyRequest().form()).containsEntry("password", "7".repeat(1024));
        assertThat(lines(name + "x\nany").status()).isEqualTo(WRONG);
        assertThat(lines("anna\n" + "7".repeat(1025)).status()).isEqualTo(WRONG);
        assertThat(lines("x".repeat(1_000_000) + "\nany").status()).isEqualTo(WRONG);
        onlyRequest();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"anna\nher\napp-password", "anna\nher-app-password\n\n", "an\0na\nany", "anna\nany\0", "\n\n\n"})
    void refusesLineBreaksAndNulBytesWithoutAQuestion(String input) {
        assertThat(lines(input)).isEqualTo(new Outcome(WRONG, "", ""));
        nothingWasAsked();
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 302, 307, 400, 403, 404, 413, 415, 429, 500, 502, 503})
    void takesAnyOtherAnswerForNoVerdict(int status) {
        keycloak.answers(status, Map.of("X-Username", "anna", "Location", keycloak.url() + "/elsewhere"));

        Outcome outcome = lines(PAIR);

        assertThat(outcome.status()).isEqualTo(LATER);
        assertThat(outcome.errors()).contains("the answer " + status).hasLineCount(1);
        onlyRequest();
    }

    /** A proxy before Keycloak, or a hotspot, can say 401 and 200 too. */
    @ParameterizedTest
    @CsvSource({
        "401, Content-Type, text/html",
        "401, WWW-Authenticate, Basic realm=proxy",
        "200, Content-Type, text/html;charset=utf-8",
        "200, content-type, application/json"
    })
    void takesTheAnswerOfSomethingElseForNoVerdict(int status, String header, String value) {
        keycloak.answers(status, Map.of("X-Username", "anna", header, value));

        Outcome outcome = lines(PAIR);

        assertThat(outcome.status()).isEqualTo(LATER);
        assertThat(outcome.errors()).contains("something else than Keycloak answered " + status);
    }

    @ParameterizedTest
    @CsvSource({
        "anna, anna, 0",
        "jürgen+ %, j%C3%BCrgen%2B%20%25, 0",
        "anna, Anna, 1",
        "anna, bob, 1",
        "anna, anna%20, 1",
        "anna, '', 75",
        "anna, an%00na, 75",
        "anna, an%0Ana, 75",
        "anna, anna%7F, 75",
        "anna, %zz, 75",
        "anna, anna%, 75",
        "anna, anna%4, 75",
        "anna, an\\x6ea, 75",
        "anna, an na, 75",
    })
    void acceptsByNoOtherNameThanTheLoginIdentity(String typed, String header, int status) {
        keycloak.answers(200, header.isEmpty() ? Map.of() : Map.of("X-Username", header));

        assertThat(lines(bytes(typed) + "\nany", "--exact").status()).isEqualTo(status);
        assertThat(lines(bytes(typed) + "\nany").status()).isEqualTo(status == WRONG ? RIGHT : status);
    }

    @Test
    void trustsOnlyItsAuthorityAndTheNameOfTheServer() {
        try (CertificateAuthority other = CertificateAuthority.create("Other");
                SloppyKeycloak stranger = SloppyKeycloak.start(other.server("localhost"));
                SloppyKeycloak neighbour = SloppyKeycloak.start(authority.server("neighbour.example.org"))) {
            for (SloppyKeycloak server : List.of(stranger, neighbour)) {
                server.answers(200, Map.of("X-Username", "anna"));
                try (AppPasswordCheck asksIt = new AppPasswordCheck(terms(server.url()))) {
                    Outcome outcome = run(command(asksIt.command()), PAIR, Map.of());

                    assertThat(outcome.status()).isEqualTo(LATER);
                    assertThat(outcome.errors()).contains("curl: (60)").hasLineCount(1);
                    assertThat(server.requests()).isEmpty();
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1",
        "2001:DB8::1, 2001:DB8::1",
        "::ffff:192.0.2.1, ::ffff:192.0.2.1",
        "printer.example.org, ''",
        "cafe.de, ''",
        "192.0.2.1:4711, ''",
        "'192.0.2.1&password=x', ''",
        "'', ''"
    })
    void sendsAddressesOnly(String given, String sent) {
        assertThat(lines(PAIR, "--address=" + given).status()).isEqualTo(RIGHT);

        assertThat(onlyRequest().form().getOrDefault("client_ip", "")).isEqualTo(sent);
    }

    private static String bytes(String text) {
        return new String(text.getBytes(UTF_8), ISO_8859_1);
    }
}
