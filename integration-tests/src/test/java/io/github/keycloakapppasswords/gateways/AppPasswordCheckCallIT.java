package io.github.keycloakapppasswords.gateways;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.stage.LoopbackServer;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the checker may be called, where it may run, and what it says of faults. */
class AppPasswordCheckCallIT extends CheckUnderTest {
    private static final int LATER_FOR_CHECKPASSWORD = 111;
    private static final String ON_DESCRIPTOR_3 = "exec 3<&0; exec \"$@\" </dev/null";
    /** Its own variables, exported by whoever calls it: what it assigns to them would go on to the programs that it runs. */
    private static final Map<String, String> EXPORTED = Map.of(
            "name", "x", "password", "x", "secret", "x", "bytes", "x", "encoded", "x", "reply", "x", "line", "x");

    @BeforeAll
    void letNobodyReadTheSecret() {
        check.give("nobody");
    }

    @Test
    void runsWithoutPathAsAnotherUser() {
        boolean root = System.getProperty("user.name").equals("root");
        String programs = root ? "/usr/bin/setpriv --reuid=nobody --clear-groups /usr/bin/env -i" : "/usr/bin/env -i";

        assertThat(run(under(programs, command()), PAIR, Map.of())).isEqualTo(new Outcome(RIGHT, "anna\n", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/bin/dash", "/bin/bash", "/bin/busybox sh"})
    void runsUnderParentsThatIgnoreTheirChildren(String shell) {
        List<String> command = under("/usr/bin/env -i --ignore-signal=CHLD " + shell, command());

        assertThat(run(command, PAIR, Map.of())).isEqualTo(new Outcome(RIGHT, "anna\n", ""));
        keycloak.answers(401, Map.of());
        assertThat(run(command, PAIR, Map.of()).status()).isEqualTo(WRONG);
        keycloak.answers(503, Map.of());
        assertThat(run(command, PAIR, Map.of()).status()).isEqualTo(LATER);
    }

    /** What everybody may read of the programs that run, and what their owner may, while Keycloak is asked. */
    @ParameterizedTest
    @ValueSource(strings = {"lines", "pam", "checkpassword"})
    void showsNeitherPasswordNorSecretInTheProcessTable(String form) {
        AtomicReference<String> processes = new AtomicReference<>("");
        keycloak.beforeAnswer(() -> processes.set(ProcessTable.read()));
        String password = "watched-" + form;

        assertThat(pair(form, "anna", password, EXPORTED).status()).isEqualTo(RIGHT);
        String seen = Objects.requireNonNull(processes.get());
        assertThat(seen).contains(check.settings().toString());
        for (String secret : List.of(password, GATEWAY_SECRET)) {
            String encoded = HexFormat.of().formatHex(secret.getBytes(StandardCharsets.UTF_8));
            assertThat(seen.replaceAll("[ %]", "")).doesNotContain(secret.replaceAll("[ %]", ""), encoded);
        }
    }

    @Test
    void nothingOfTheEnvironmentReachesCurl() throws IOException {
        Path home = Files.createTempDirectory("app-passwords-home-");
        Path curlrc = Files.writeString(home.resolve(".curlrc"), "proxy = http://127.0.0.1:9\n");
        try {
            Map<String, String> environment = new HashMap<>(EXPORTED);
            environment.putAll(Map.of("HOME", home.toString(), "CURL_HOME", home.toString()));
            environment.putAll(Map.of("https_proxy", "http://127.0.0.1:9", "ALL_PROXY", "http://127.0.0.1:9"));
            environment.putAll(Map.of("SSL_CERT_FILE", "/dev/null", "IFS", "a", "PATH", "/nowhere"));

            assertThat(run(command(), PAIR, environment)).isEqualTo(new Outcome(RIGHT, "anna\n", ""));
        } finally {
            Files.delete(curlrc);
            Files.delete(home);
        }
    }

    @ParameterizedTest
    @CsvSource({"lines, 75", "pam, 75", "checkpassword, 111"})
    void endsWithTheStatusOfTheForm(String form, int later) {
        assertThat(pair(form, "anna", "any", Map.of()).status()).isEqualTo(RIGHT);
        keycloak.answers(401, Map.of());
        assertThat(pair(form, "anna", "any", Map.of()).status()).isEqualTo(WRONG);
        keycloak.answers(503, Map.of());
        assertThat(pair(form, "anna", "any", Map.of()).status()).isEqualTo(later);
    }

    @Test
    void endsWithTheStatusOfCheckpasswordWhereverTheFaultOfTheCallIs() {
        for (List<String> call : List.of(
                command("--nonsense", "--form=checkpassword", "/bin/true"),
                command("--form=checkpassword", "--nonsense", "/bin/true"))) {
            assertThat(run(call, "", Map.of()).status()).isEqualTo(LATER_FOR_CHECKPASSWORD);
        }
    }

    /** pam_exec hides the status of a failure, so PAM asks for the other one too. */
    @Test
    void saysWhetherAPairIsWrong() {
        assertThat(lines(PAIR, "--is-wrong")).isEqualTo(new Outcome(WRONG, "", ""));
        keycloak.answers(401, Map.of());
        assertThat(lines(PAIR, "--is-wrong").status()).isEqualTo(RIGHT);
        keycloak.answers(503, Map.of());
        assertThat(lines(PAIR, "--is-wrong").status()).isEqualTo(LATER);
        assertThat(lines("only one line", "--is-wrong").status()).isEqualTo(LATER);
    }

    @Test
    void pamGetsInByTheLoginIdentityOnly() {
        assertThat(pair("pam", "anna", "any", Map.of("PAM_RHOST", "192.0.2.7")))
                .isEqualTo(new Outcome(RIGHT, "anna\n", ""));
        assertThat(onlyRequest().form()).containsEntry("client_ip", "192.0.2.7");
        assertThat(pair("pam", "Anna", "any", Map.of()).status()).isEqualTo(WRONG);
        assertThat(pair("pam", "an\nna", "any", Map.of()).status()).isEqualTo(WRONG);
    }

    @Test
    void pamDoesNotSayTheProtocolOrTheAddressInOtherVariables() {
        Map<String, String> ofTheUser = Map.of("APP_PASSWORD_ADDRESS", "192.0.2.7", "APP_PASSWORD_PROTOCOL", "smtp");

        assertThat(pair("pam", "anna", "any", ofTheUser).status()).isEqualTo(RIGHT);
        assertThat(onlyRequest().form()).doesNotContainKey("client_ip").containsEntry("protocol", "imap");
        assertThat(run(under("/usr/bin/env APP_PASSWORD_ADDRESS=192.0.2.7", command()), PAIR, Map.of())
                        .status())
                .isEqualTo(RIGHT);
        assertThat(keycloak.requests().get(keycloak.requests().size() - 1).form())
                .containsEntry("client_ip", "192.0.2.7");
    }

    @Test
    void checkpasswordRunsItsProgramAsTheLoginIdentity() {
        keycloak.answers(200, Map.of("X-Username", "j%C3%BCrgen"));
        String shows = "echo \"$USER $PATH $*\"; cat; cat <&3";

        Outcome outcome = pair(
                "checkpassword",
                "Jorgen",
                "any",
                Map.of("TCPREMOTEIP", "192.0.2.8", "PATH", "/bin:/somewhere"),
                "/bin/sh",
                "-c",
                shows,
                "sh",
                "--form=lines",
                "a b");

        assertThat(outcome.output()).isEqualTo("j\u00c3\u00bcrgen /bin:/somewhere --form=lines a b\n");
        assertThat(outcome.errors()).as("descriptor 3 is closed").contains("3").hasLineCount(1);
        assertThat(onlyRequest().form()).containsEntry("client_ip", "192.0.2.8");
    }

    @Test
    void leavesNoSecretInTheEnvironmentOfTheProgramOfCheckpassword() {
        String environment = pair("checkpassword", "anna", "watched", EXPORTED, "/usr/bin/env")
                .output()
                .replaceAll("[ %]", "");

        assertThat(environment).contains("USER=anna");
        for (String secret : List.of("watched", GATEWAY_SECRET)) {
            assertThat(environment)
                    .doesNotContain(secret.replaceAll("[ %]", ""))
                    .doesNotContain(HexFormat.of().formatHex(secret.getBytes(StandardCharsets.UTF_8)));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "lines, only one line, two lines",
        "lines, '', two lines",
        "pam, '', expose_authtok",
        "checkpassword, '', Descriptor 3",
        "checkpassword, anna, Descriptor 3"
    })
    void takesAFaultOfTheCallForNoVerdict(String form, String input, String says) {
        Outcome outcome = asForm(form, input, Map.of("PAM_USER", "anna"));

        saysOneLine(outcome, form.equals("checkpassword") ? LATER_FOR_CHECKPASSWORD : LATER, says);
    }

    @Test
    void answersAtASocketInALine() {
        keycloak.answers(200, Map.of("X-Username", "j%C3%BCrgen"));
        assertThat(lines("any\nname\n192.0.2.9\n", "--form=socket"))
                .isEqualTo(new Outcome(RIGHT, "right j\u00c3\u00bcrgen\n", ""));
        assertThat(onlyRequest().form()).containsEntry("username", "any").containsEntry("client_ip", "192.0.2.9");
        assertThat(lines("any\nname\n\n", "--form=socket").output()).startsWith("right ");
        assertThat(lines("any\nname\nprinter.example.org\n", "--form=socket").output())
                .startsWith("right ");
        assertThat(lines("any\nname\n192.0.2.9\nmore\n", "--form=socket")).isEqualTo(new Outcome(RIGHT, "wrong\n", ""));
        keycloak.answers(401, Map.of());
        assertThat(lines("any\nname\n192.0.2.9\n", "--form=socket")).isEqualTo(new Outcome(RIGHT, "wrong\n", ""));
        keycloak.answers(503, Map.of());
        assertThat(lines("any\nname\n192.0.2.9\n", "--form=socket").output()).isEqualTo("later\n");
        assertThat(lines("any\nname\n", "--form=socket").output()).isEqualTo("later\n");
        assertThat(lines("any\nname\n\n", "--config=/nowhere", "--form=socket").output())
                .isEqualTo("later\n");
    }

    @Test
    void takesFaultsOfTheArgumentsForNoVerdict() {
        saysOneLine(run(check.command(), PAIR, Map.of()), LATER, "--protocol=PROTOCOL");
        saysOneLine(lines(PAIR, "--protocol=a b"), LATER, "letters, digits and hyphens");
        saysOneLine(lines(PAIR, "--password=never-shown"), LATER, "--password");
        saysOneLine(lines(PAIR, "--form=lime"), LATER, "--form");
        saysOneLine(lines(PAIR, "--config=relative"), LATER, "--config");
        saysOneLine(lines(PAIR, "/bin/true"), LATER, "runs no program");
        saysOneLine(lines(PAIR, "--form=checkpassword"), LATER_FOR_CHECKPASSWORD, "a program");
        Map<String, String> account = Map.of("PAM_USER", "anna", "PAM_TYPE", "account");
        saysOneLine(run(command("--form=pam"), "any\0", account), LATER, "account");
        saysOneLine(run(command("--form=pam"), "any\0", Map.of()), LATER, "PAM_USER");
    }

    @ParameterizedTest
    @CsvSource({
        "url = https.*, '', url must be",
        "url = https, url = http, url must be",
        "example/app-passwords/validate, example/, url must be",
        "example/app-passwords, \"example/app-passwords, characters",
        "url = https, uri = https, unknown setting",
        "url = https.*, never-shown-secret, line 4",
        "gateway = .*, '', gateway",
        "answer-seconds = 5, gateway = x, line 16",
        "answer-seconds = 5, answer-seconds = 0, from 1 to 60",
        "answer-seconds = 5, answer-seconds = 61, from 1 to 60",
        "connect-seconds = 2, connect-seconds = 2s, from 1 to 60",
        "secret-file = .*, '', secret-file must be a path",
        "secret-file = .*, secret-file = secret, secret-file must be a path",
        "secret-file = .*, secret-file = /nowhere, does not exist",
        "secret-file = .*, secret-file = /tmp, does not exist",
        "secret-file = .*, secret-file = /dev/null, does not exist",
        "ca-file = .*, ca-file = /nowhere, does not exist",
        "ca-file = .*, ca-file = /etc/hostname, curl: (77)",
        "ca-file = .*, '', curl: (60)",
        "localhost:[0-9]*, localhost:9, curl: (7)"
    })
    void takesFaultsOfTheSettingsForNoVerdict(String from, String to, String says) throws IOException {
        String settings = RecipeFolder.read(check.settings());
        String changed = settings.replaceFirst(from, to);
        assertThat(changed).isNotEqualTo(settings);

        Outcome outcome = withSettings(changed);

        saysOneLine(outcome, LATER, says);
        assertThat(outcome.errors()).doesNotContain("never-shown");
        nothingWasAsked();
    }

    @Test
    void takesFaultsOfTheFilesForNoVerdict() throws IOException {
        saysOneLine(lines(PAIR, "--config=/nowhere"), LATER, "/nowhere does not exist");
        saysOneLine(lines(PAIR, "--config=/tmp"), LATER, "/tmp does not exist");
        try {
            check.changeSecret("");
            saysOneLine(lines(PAIR), LATER, "is empty");
            check.changeSecret("two\nlines");
            saysOneLine(lines(PAIR), LATER, "more than one line");
        } finally {
            check.changeSecret(GATEWAY_SECRET);
        }
        nothingWasAsked();
    }

    @Test
    void readsFilesOfOtherSystemsAndEditors() throws IOException {
        String settings = RecipeFolder.read(check.settings());

        assertThat(withSettings(settings.replace(" = ", "=")).status()).isEqualTo(RIGHT);
        assertThat(withSettings(settings.replace(" = ", "\t=  ").replace("\n", " \r\n"))
                        .status())
                .isEqualTo(RIGHT);
        assertThat(withSettings(settings.strip()).status()).isEqualTo(RIGHT);
    }

    @Test
    void givesUpAfterTheTimeThatIsSet() throws IOException {
        try (LoopbackServer silent = LoopbackServer.start("silent", (in, out) -> in.transferTo(Writer.nullWriter()))) {
            String settings = RecipeFolder.read(check.settings())
                    .replace(keycloak.url(), "https://localhost:" + silent.port())
                    .replace("answer-seconds = 5", "answer-seconds = 1");

            saysOneLine(withSettings(settings), LATER, "curl: (28)");
        }
    }

    private static void saysOneLine(Outcome outcome, int status, String says) {
        assertThat(outcome.status()).as(outcome.errors()).isEqualTo(status);
        assertThat(outcome.output()).isEmpty();
        assertThat(outcome.errors())
                .startsWith("app-password-check: ")
                .contains(says)
                .hasLineCount(1);
    }

    private Outcome withSettings(String text) throws IOException {
        Path settings = Files.createTempFile("app-passwords-", ".conf");
        try {
            Files.writeString(settings, text);
            return lines(PAIR, "--config=" + settings);
        } finally {
            Files.delete(settings);
        }
    }

    /** A run with a pair in the way that this form has. */
    private Outcome pair(
            String form, String name, String password, Map<String, String> environment, String... program) {
        Map<String, String> more = new HashMap<>(environment);
        if (form.equals("pam")) {
            more.putAll(Map.of("PAM_USER", name, "PAM_TYPE", "auth"));
        }
        String input =
                switch (form) {
                    case "pam" -> password + "\0";
                    case "checkpassword" -> name + "\0" + password + "\0Y1984\0";
                    default -> name + "\n" + password + "\n";
                };
        return asForm(form, input, more, program);
    }

    private Outcome asForm(String form, String input, Map<String, String> environment, String... program) {
        List<String> command = new ArrayList<>(command("--form=" + form));
        if (form.equals("checkpassword")) {
            command.addAll(program.length == 0 ? List.of("/bin/true") : List.of(program));
            command.addAll(0, List.of("/bin/sh", "-c", ON_DESCRIPTOR_3, "sh"));
        }
        return run(command, input, environment);
    }
}
