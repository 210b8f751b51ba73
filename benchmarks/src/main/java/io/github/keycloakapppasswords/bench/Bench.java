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

    private final Plan plan;

    private Bench(Plan plan) {
        this.plan = plan;
    }

    /** How long to measure. */
    private record Plan(int rounds, Duration warmUp, Duration measurement) {}

    /** @param args {@code --quick}, or nothing for longer rounds */
    public static void main(String[] args) throws IOException {
        boolean quick = List.of(args).contains("--quick");
        new Bench(
                        quick
                                ? new Plan(5, Duration.ofSeconds(6), Duration.ofSeconds(3))
                                : new Plan(15, Duration.ofSeconds(20), Duration.ofSeconds(8)))
                .run();
    }

    private void run() throws IOException {
        OUT.println("Starting Keycloak with the shipped JAR …");
        Path folder = Files.createTempDirectory("app-passwords-bench-");
        try (KeycloakServer keycloak =
                KeycloakServer.start(KeycloakOptions.shipped().withProvider(Project.fixtureJar()))) {
            OUT.println("Making users, one with 1 app password and one with 100 …");
            report(measure(new Wrk(folder), new Subjects(keycloak).requests()));
        } finally {
            Files.deleteIfExists(folder.resolve("request.lua"));
            Files.deleteIfExists(folder);
        }
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
        ratio(series, Subjects.VALIDATE, Subjects.CEILING, "of an empty realm resource");
        ratio(series, Subjects.VALIDATE, Subjects.GRANT, "times the password grant");
        ratio(series, Subjects.VALIDATE, Subjects.INTROSPECTION, "times token introspection");
        ratio(series, Subjects.VALIDATE, Subjects.VALIDATE_100, "times as fast with 1 app password as with 100");
        ratio(series, Subjects.MAIN_PASSWORD, Subjects.CEILING, "of an empty realm resource, a main password refused");
    }

    private static void ratio(Map<String, Series> series, String name, String other, String meaning) {
        OUT.printf(Locale.ROOT, "  %8.2f %s%n", of(series, name).ratioTo(of(series, other)), meaning);
    }

    private static Series of(Map<String, Series> series, String name) {
        return Objects.requireNonNull(series.get(name), name);
    }
}
