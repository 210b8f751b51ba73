package io.github.keycloakapppasswords.stage;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a Keycloak is to be started with. Immutable: each {@code with…} method gives a changed copy.
 *
 * @param providers JARs for {@code providers/}
 * @param buildOptions options of {@code kc.sh build}, such as {@code --db=dev-file}
 * @param startOptions options of {@code kc.sh start}, such as {@code --log-level=…}
 * @param jvmOptions options of the server's JVM
 * @param environment variables of the server, also for placeholders in realm files
 * @param realms realm files to import at the first start
 * @param filled whether it begins with the database of a Keycloak that has started once, whose first admin is known
 * @param place the network that it is in
 */
public record KeycloakOptions(
        List<Path> providers,
        List<String> buildOptions,
        List<String> startOptions,
        List<String> jvmOptions,
        Map<String, String> environment,
        List<Path> realms,
        boolean filled,
        Place place) {
    /** For a JVM that starts faster and never gets as fast. */
    static final String QUICK_START = "-XX:TieredStopAtLevel=1";

    /**
     * A network that a Keycloak is in.
     *
     * @param host where others reach it: its name in URLs
     * @param address the IP address that it listens on
     * @param enter the command that runs a program there, such as {@code nsenter --net=…}; empty for the network of this JVM
     */
    public record Place(String host, String address, List<String> enter) {
        /** The network of this JVM, on loopback. */
        static final Place LOOPBACK = new Place("localhost", "127.0.0.1", List.of());
    }

    /** Copies, so that nobody changes them later. */
    public KeycloakOptions {
        providers = List.copyOf(providers);
        buildOptions = List.copyOf(buildOptions);
        startOptions = List.copyOf(startOptions);
        jvmOptions = List.copyOf(jvmOptions);
        environment = Map.copyOf(environment);
        realms = List.copyOf(realms);
    }

    /** One server with the shipped JAR, no cluster, health and metrics on, an embedded database in a file. */
    public static KeycloakOptions shipped() {
        return new KeycloakOptions(
                List.of(Project.shippedJar()),
                List.of("--db=dev-file", "--health-enabled=true", "--metrics-enabled=true"),
                // At the start, not at the build: there it counts for nothing, and a server that was killed is waited
                // for.
                List.of("--cache=local"),
                List.of(),
                Map.of(),
                List.of(),
                false,
                Place.LOOPBACK);
    }

    /** Adds a provider JAR beside the shipped one. */
    public KeycloakOptions withProvider(Path jar) {
        return new KeycloakOptions(
                append(providers, jar), buildOptions, startOptions, jvmOptions, environment, realms, filled, place);
    }

    /** Takes all provider JARs out: Keycloak as it comes. */
    public KeycloakOptions withoutProviders() {
        return new KeycloakOptions(
                List.of(), buildOptions, startOptions, jvmOptions, environment, realms, filled, place);
    }

    /** Adds an option of {@code kc.sh build}; one of the same name replaces an earlier one. */
    public KeycloakOptions withBuildOption(String option) {
        return new KeycloakOptions(
                providers, replace(buildOptions, option), startOptions, jvmOptions, environment, realms, filled, place);
    }

    /** Adds an option of {@code kc.sh start}; one of the same name replaces an earlier one. */
    public KeycloakOptions withStartOption(String option) {
        return new KeycloakOptions(
                providers, buildOptions, replace(startOptions, option), jvmOptions, environment, realms, filled, place);
    }

    /** Adds an option of the server's JVM. */
    public KeycloakOptions withJvmOption(String option) {
        return new KeycloakOptions(
                providers, buildOptions, startOptions, append(jvmOptions, option), environment, realms, filled, place);
    }

    /** Sets a variable in the server's environment. */
    public KeycloakOptions withEnvironment(String name, String value) {
        Map<String, String> changed = new LinkedHashMap<>(environment);
        changed.put(name, value);
        return new KeycloakOptions(providers, buildOptions, startOptions, jvmOptions, changed, realms, filled, place);
    }

    /** Adds a realm file to import; {@code ${NAME}} in it is filled from the environment by Keycloak itself. */
    public KeycloakOptions withRealm(Path file) {
        return new KeycloakOptions(
                providers, buildOptions, startOptions, jvmOptions, environment, append(realms, file), filled, place);
    }

    /** For short lives: a JVM that starts faster and never gets as fast. Not for measurements. */
    public KeycloakOptions forShortLife() {
        return withJvmOption(QUICK_START);
    }

    /**
     * {@linkplain #forShortLife() For short lives}; the life cycle's job runs only where a test runs it, so that no expired app
     * password ends in the middle of another test; and without the verification of bytecode, which is a sixth of the processor
     * time of a start. The tests of compatibility and the demo verify the same JAR.
     */
    public KeycloakOptions forTests() {
        return forShortLife()
                .withStartOption("--spi-events-listener--app-password-life-cycle--interval-seconds=86400")
                .withStartOption("--spi-password-hashing--argon2--memory=8")
                .withStartOption("--spi-password-hashing--argon2--iterations=1")
                .withJvmOption("-XX:-UseG1GC")
                .withJvmOption("-XX:+UseSerialGC")
                .withJvmOption("-XX:+UnlockDiagnosticVMOptions")
                .withJvmOption("-XX:-BytecodeVerificationRemote");
    }

    /**
     * Begins with the database of a Keycloak that has started once, since a first start takes twice as long: for what does
     * not concern first starts, and not for servers that others can reach, since the password of the first admin is known.
     */
    public KeycloakOptions withFilledDatabase() {
        return new KeycloakOptions(providers, buildOptions, startOptions, jvmOptions, environment, realms, true, place);
    }

    /** Puts it in another network than this JVM's. */
    KeycloakOptions withPlace(Place other) {
        return new KeycloakOptions(
                providers, buildOptions, startOptions, jvmOptions, environment, realms, filled, other);
    }

    /** Begins with an empty database, and imports no realms. */
    KeycloakOptions withEmptyDatabase() {
        return new KeycloakOptions(
                providers, buildOptions, startOptions, jvmOptions, environment, List.of(), false, place);
    }

    private static <T> List<T> append(List<T> list, T element) {
        return Stream.concat(list.stream(), Stream.of(element)).toList();
    }

    private static List<String> replace(List<String> options, String option) {
        String name = option.split("=", 2)[0];
        List<String> others = options.stream()
                .filter(other -> !other.split("=", 2)[0].equals(name))
                .toList();
        return append(others, option);
    }
}
