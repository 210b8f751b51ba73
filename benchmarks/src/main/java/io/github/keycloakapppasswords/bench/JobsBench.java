package io.github.keycloakapppasswords.bench;

import io.github.keycloakapppasswords.stage.KeycloakServer;
import io.github.keycloakapppasswords.stage.Waiting;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/** The life cycle's job when many app passwords fall due together, as some weeks after a move, and what validation loses meanwhile. */
final class JobsBench {

    private static final PrintStream OUT = System.out;

    private static final int DUE = 10_000;

    /** Users whose app passwords are not due. */
    private static final int OTHERS = 100;

    /** The goals, for 200,000 that are due. */
    private static final int MANY = 200_000;

    private static final double MOST_MINUTES = 10;
    private static final double LEAST_VALIDATION = 0.90;

    private static final Duration ROUND = Duration.ofSeconds(4);
    private static final Duration PATIENCE = Duration.ofMinutes(30);
    private static final double NANOS = 1e9;
    private static final double SECONDS = 60;

    private final Wrk wrk;
    private final Crowd crowd;

    JobsBench(Wrk wrk, KeycloakServer keycloak) {
        this.wrk = wrk;
        OUT.println("Making " + (DUE + OTHERS) + " users …");
        this.crowd = new Crowd(keycloak, OTHERS + DUE);
    }

    void run() {
        Request others = crowd.validate("validate, users whose app passwords are not due", OTHERS);
        wrk.rate(others, ROUND.multipliedBy(2));
        Series alone = new Series();
        alone.add(wrk.rate(others, ROUND));
        alone.add(wrk.rate(others, ROUND));
        crowd.neverUsedSince(OTHERS);

        OUT.println("Ending " + DUE + " app passwords that were never used …");
        long began = System.nanoTime();
        crowd.startJobs();
        CompletableFuture<Double> ended = CompletableFuture.supplyAsync(() -> {
            Waiting.until(PATIENCE, "the last one has ended", () -> crowd.isEnded(OTHERS + DUE));
            return (System.nanoTime() - began) / NANOS;
        });
        Series meanwhile = new Series();
        do {
            meanwhile.add(wrk.rate(others, ROUND));
        } while (!ended.isDone());

        double seconds = ended.join();
        double minutes = seconds / DUE * MANY / SECONDS;
        double left = meanwhile.median() / alone.median();
        OUT.printf(
                Locale.ROOT,
                "%n  %8.1f s for %d ends, %.1f ms each, while validation runs as fast as it can%n",
                seconds,
                DUE,
                seconds / DUE * 1000);
        goal(minutes, "min for " + MANY + " at that rate", minutes <= MOST_MINUTES, "10 min");
        goal(left, "of validation alone, meanwhile", left >= LEAST_VALIDATION, "0.90");
    }

    private static void goal(double value, String meaning, boolean met, String goal) {
        OUT.printf(Locale.ROOT, "  %8.2f %s: goal %s %s%n", value, meaning, goal, met ? "met" : "missed");
    }
}
