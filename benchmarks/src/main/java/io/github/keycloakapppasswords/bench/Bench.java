package io.github.keycloakapppasswords.bench;

import io.github.keycloakapppasswords.bench.Crowd.Counting;
import io.github.keycloakapppasswords.stage.KeycloakOptions;
import io.github.keycloakapppasswords.stage.KeycloakServer;
import io.github.keycloakapppasswords.stage.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** {@code bin/bench}: one server, the shipped JAR, interleaved rounds, and the ratios. */
public final class Bench {

    private static final int ROUNDS_OF_PAGES = 15;

    private static final Rounds QUICK = new Rounds(5, Duration.ofSeconds(6), Duration.ofSeconds(3), Wrk.Load.FEW);

    private Bench() {}

    /** @param args {@code --quick}, {@code --jobs}, {@code --profile}, {@code --soak} and the number of minutes, {@code --page}, or nothing for all goals */
    public static void main(String[] args) throws IOException {
        if (List.of(args).equals(List.of("--page"))) {
            try (KeycloakServer keycloak = start()) {
                new PageBench(keycloak).run(ROUNDS_OF_PAGES);
            }
            return;
        }
        Path folder = Files.createTempDirectory("app-passwords-bench-");
        try {
            Wrk wrk = new Wrk(folder);
            switch (args.length == 0 ? "" : args[0]) {
                case "--quick" -> quick(wrk);
                case "--jobs" -> {
                    try (KeycloakServer keycloak = start()) {
                        Report.progress("Making " + JobsBench.USERS + " users …");
                        new JobsBench(wrk, new Crowd(keycloak, JobsBench.USERS, Counting.H2)).run();
                    }
                }
                case "--profile" -> {
                    try (KeycloakServer keycloak = start()) {
                        ProfileBench.run(wrk, keycloak);
                    }
                }
                case "--soak" -> {
                    try (KeycloakServer keycloak = start()) {
                        Soak.run(wrk, keycloak, Integer.parseInt(args[1]));
                    }
                }
                default -> FullBench.run(wrk);
            }
        } finally {
            Files.deleteIfExists(folder.resolve("request.lua"));
            Files.deleteIfExists(folder);
        }
    }

    private static void quick(Wrk wrk) {
        try (KeycloakServer keycloak = start()) {
            Report.progress("Making users, one with 1 app password and one with 100 …");
            Rounds.Rates rates = QUICK.measure(wrk, new Subjects(keycloak).quick());
            Report.title("Answers a second, median of the rounds (lowest to highest), 8 connections, on "
                    + Runtime.getRuntime().availableProcessors() + " cores that the load generator shares:");
            rates.print();
            Report.title("Ratios, median over the rounds:");
            Report.value(rates.ratio(Subjects.VALIDATE, Subjects.CEILING), "of an empty realm resource");
            Report.value(rates.ratio(Subjects.VALIDATE, Subjects.GRANT), "times the password grant");
            Report.value(rates.ratio(Subjects.VALIDATE, Subjects.INTROSPECTION), "times token introspection");
            Report.value(
                    rates.ratio(Subjects.VALIDATE, Subjects.VALIDATE_100),
                    "times as fast with 1 app password as with 100");
            Report.value(
                    rates.ratio(Subjects.MAIN_PASSWORD, Subjects.CEILING),
                    "of an empty realm resource, a main password refused");
        }
    }

    private static KeycloakServer start() {
        Report.progress("Starting Keycloak with the shipped JAR …");
        return KeycloakServer.start(KeycloakOptions.shipped().withProvider(Project.fixtureJar()));
    }
}
