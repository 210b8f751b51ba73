package io.github.keycloakapppasswords.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code build/Build.java} on machines of several kinds. A script in npm's place writes down how it is called. */
class BuildTest {

    private static final String SYSTEM = "/usr/bin:/bin";

    @TempDir
    Path machine = Path.of("");

    private Path project = Path.of("");

    @BeforeEach
    void checkOut() throws IOException {
        project = Files.createDirectory(machine.resolve("account-ui"));
        for (String file : List.of("build/Build.java", "toolchain/package-lock.json", "package-lock.json")) {
            Path copy = project.resolve(file);
            Files.createDirectories(Objects.requireNonNull(copy.getParent()));
            Files.copy(Path.of(file), copy);
        }
    }

    private void program(String name, String script) throws IOException {
        Path file = Files.createDirectories(machine.resolve("bin")).resolve(name);
        Files.writeString(file, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    private record Ended(int status, String output) {}

    private Ended build(String path, Map<String, String> variables) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-Duser.home=" + machine,
                        "build/Build.java",
                        "format")
                .directory(project.toFile())
                .redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().put("PATH", path);
        builder.environment().putAll(variables);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), output);
    }

    @Test
    void hasNpmFetchEveryPackageWhateverTheMachineIsSetTo() throws IOException, InterruptedException {
        program("node", "echo v22.0.0");
        program("npm", "echo \"$@\" >>calls; env >variables; mkdir -p node_modules");

        Ended ended = build(
                machine.resolve("bin") + ":" + SYSTEM,
                Map.of("NODE_ENV", "production", "npm_config_omit", "dev", "NPM_CONFIG_OMIT", "dev", "KEPT", "yes"));

        assertThat(ended.status()).as(ended.output()).isZero();
        try (Stream<String> calls = Files.lines(project.resolve("calls"))) {
            assertThat(calls.findFirst().orElseThrow()).startsWith("ci ").contains(" --include=dev");
        }
        assertThat(Files.readString(project.resolve("variables")))
                .contains("KEPT=yes")
                .doesNotContainIgnoringCase("NODE_ENV=")
                .doesNotContainIgnoringCase("npm_config_omit=");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "127.0.0.1:1", "http://127.0.0.1:1"})
    void saysInOneLineWhatCouldNotBeTransferred(String proxy) throws IOException, InterruptedException {
        Ended ended = build(
                machine.resolve("bin").toString(),
                Map.of("npm_config_registry", "http://user:word@127.0.0.1:1/npm/", "https_proxy", proxy));

        assertThat(ended.status()).as(ended.output()).isEqualTo(1);
        assertThat(errors(ended))
                .singleElement(STRING)
                .startsWith("[ERROR] Could not transfer what the account page needs from http://127.0.0.1:1/npm: ");
        assertThat(ended.output()).doesNotContain("word@").doesNotContain("Exception in thread");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://proxy.example.org", "http://[proxy", "user:word@proxy.example.org"})
    void saysInOneLineHowAProxyIsNamed(String proxy) throws IOException, InterruptedException {
        Ended ended = build(machine.resolve("bin").toString(), Map.of("https_proxy", proxy));

        assertThat(ended.status()).as(ended.output()).isEqualTo(1);
        assertThat(errors(ended))
                .singleElement(STRING)
                .startsWith("[ERROR] https_proxy must be like http://proxy.example.org:3128, with a port, and is ");
        assertThat(ended.output()).doesNotContain("word@").doesNotContain("Exception in thread");
    }

    @Test
    void handsAProxyWithoutSchemeToNpmWithOne() throws IOException, InterruptedException {
        program("node", "echo v22.0.0");
        program("npm", "env >variables; mkdir -p node_modules");

        Ended ended = build(machine.resolve("bin") + ":" + SYSTEM, Map.of("HTTPS_PROXY", "proxy.example.org:3128"));

        assertThat(ended.status()).as(ended.output()).isZero();
        assertThat(Files.readString(project.resolve("variables")))
                .contains("HTTPS_PROXY=http://proxy.example.org:3128\n");
    }

    private static List<String> errors(Ended ended) {
        return ended.output().lines().filter(line -> line.startsWith("[ERROR]")).toList();
    }
}
