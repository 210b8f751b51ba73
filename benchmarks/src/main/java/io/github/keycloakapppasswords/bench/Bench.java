package io.github.keycloakapppasswords.bench;

import io.github.keycloakapppasswords.stage.KeycloakOptions;
import io.github.keycloakapppasswords.stage.KeycloakServer;
import io.github.keycloakapppasswords.stage.Project;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** {@code bin/bench}: one server, the shipped JAR, interleaved rounds, and the ratios. */
public final class Bench {

    private static final PrintStream OUT = System.out;

    private static final int ROUNDS_OF_PAGES = 15;

    private static final int FEW = 2_000;

    /** More than Keycloak's user cache holds by default: 10,000 entries, two or three of them for each user. */
    private static final int MANY = 30_000;

    private static final String ONE_USER = "validate, 1 user";
    private static final String FEW_USERS = "validate, " + FEW + " users";
    private static final String MANY_USERS = "validate, " + MANY + " users, cached";
    private static final String TOO_MANY_USERS = "validate, " + MANY + " users, cache of 10000";

    private final Plan plan;

    private Bench(Plan plan) {
        this.plan = plan;
    }

    /** How long to measure. */
    private record Plan(int rounds, Duration warmUp, Duration measurement) {}

    /** @param args {@code --quick}, {@code --scale}, {@code --jobs}, {@code --page}, or nothing for longer rounds */
    public static void main(String[] args) throws IOException {
        if (List.of(args).equals(List.of("--page"))) {
            try (KeycloakServer keycloak = start(KeycloakOptions.shipped())) {
                new PageBench(keycloak).run(ROUNDS_OF_PAGES);
            }
            return;
        }
        Path folder = Files.createTempDirectory("app-passwords-bench-");
        try {
            Wrk wrk = new Wrk(folder);
            switch (args.length == 0 ? "" : args[0]) {
                case "--quick" -> new Bench(new Plan(5, Duration.ofSeconds(6), Duration.ofSeconds(3))).compare(wrk);
                case "--jobs" -> {
                    try (KeycloakServer keycloak = start(KeycloakOptions.shipped())) {
                        new JobsBench(wrk, keycloak).run();
                    }
                }
                case "--scale" -> new Bench(new Plan(5, Duration.ofSeconds(60), Duration.ofSeconds(5))).scale(wrk);
                default -> new Bench(new Plan(15, Duration.ofSeconds(20), Duration.ofSeconds(8))).compare(wrk);
            }
        } finally {
            Files.deleteIfExists(folder.resolve("request.lua"));
            Files.deleteIfExists(folder);
        }
    }

    private void compare(Wrk wrk) {
        try (KeycloakServer keycloak = start(KeycloakOptions.shipped())) {
            OUT.println("Making users, one with 1 app password and one with 100 …");
            Map<String, Series> series = measure(wrk, new Subjects(keycloak).requests());
            report(series);
            ratio(series, Subjects.VALIDATE, Subjects.CEILING, "of an empty realm resource");
            ratio(series, Subjects.VALIDATE, Subjects.GRANT, "times the password grant");
            ratio(series, Subjects.VALIDATE, Subjects.INTROSPECTION, "times token introspection");
            ratio(series, Subjects.VALIDATE, Subjects.VALIDATE_100, "times as fast with 1 app password as with 100");
            ratio(
                    series,
                    Subjects.MAIN_PASSWORD,
                    Subjects.CEILING,
                    "of an empty realm resource, a main password refused");
        }
    }

    private void scale(Wrk wrk) {
        KeycloakOptions options = KeycloakOptions.shipped().withEnvironment("JAVA_OPTS_KC_HEAP", "-Xms256m -Xmx2g");
        try (KeycloakServer small = start(options);
                KeycloakServer large = start(options.withStartOption("--cache-embedded-users-max-count=" + 4 * MANY))) {
            OUT.println("Making " + MANY + " users on each …");
            Crowd cached = new Crowd(large, MANY);
            Map<String, Series> series = measure(
                    wrk,
                    List.of(
                            cached.validate(ONE_USER, 1),
                            cached.validate(FEW_USERS, FEW),
                            cached.validate(MANY_USERS, MANY),
                            new Crowd(small, MANY).validate(TOO_MANY_USERS, MANY)));
            report(series);
            ratio(series, FEW_USERS, ONE_USER, "of one user, with " + FEW + " users");
            ratio(series, MANY_USERS, ONE_USER, "of one user, with " + MANY + " users and a cache for them");
            ratio(
                    series,
                    TOO_MANY_USERS,
                    ONE_USER,
                    "of one user, with " + MANY + " users and Keycloak's default cache");
        }
    }

    private static KeycloakServer start(KeycloakOptions options) {
        OUT.println("Starting Keycloak with the shipped JAR …");
        return KeycloakServer.start(options.withProvider(Project.fixtureJar()));
    }

    private Map<String, Series> measure(Wrk wrk, List<Request> requests) {
        Map<String, Series> series = new LinkedHashMap<>();
        for (Request request : requests) {
            OUT.println("Warming up: " + request.name());
            wrk.rate(request, plan.warmUp());
            series.put(request.name(), new Series());
        }
        for (int round = 1; round <= plan.rounds(); round++) {
            OUT.println("Round " + round + " of " + plan.rounds());
            for (Request request : requests) {
                of(series, request.name()).add(wrk.rate(request, plan.measurement()));
            }
        }
        return series;
    }

    private static void report(Map<String, Series> series) {
        OUT.println();
        OUT.println("Median of the rounds (lowest to highest), 8 connections, on "
                + Runtime.getRuntime().availableProcessors() + " cores that the load generator shares:");
        series.forEach((name, rates) -> OUT.printf(Locale.ROOT, "  %-34s %s%n", name, rates));
        OUT.println();
        OUT.println("Ratios, median over the rounds:");
    }

    private static void ratio(Map<String, Series> series, String name, String other, String meaning) {
        OUT.printf(Locale.ROOT, "  %8.2f %s%n", of(series, name).ratioTo(of(series, other)), meaning);
    }

    private static Series of(Map<String, Series> series, String name) {
        return Objects.requireNonNull(series.get(name), name);
    }
}
