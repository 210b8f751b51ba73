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

    private static final int DUE = 5_000;

    /** Users whose app passwords are not due. */
    private static final int OTHERS = 100;

    /** The goals, for 200,000 that are due. */
    private static final int MANY = 200_000;

    private static final double MOST_MINUTES = 10;
    private static final double LEAST_VALIDATION = 0.90;

    private static final Duration ROUND = Duration.ofSeconds(4);
    private static final Duration WARM_UP = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofMinutes(30);
    private static final double NANOS = 1e9;
    private static final double SECONDS = 60;
    private static final double MILLIS = 1000;
    private static final int ROUNDS = 3;

    private final Wrk wrk;
    private final Crowd crowd;

    JobsBench(Wrk wrk, KeycloakServer keycloak) {
        this.wrk = wrk;
        OUT.println("Making " + (OTHERS + 2 * DUE) + " users …");
        this.crowd = new Crowd(keycloak, OTHERS + 2 * DUE);
    }

    void run() {
        long statements = crowd.statements();
        double alone = seconds(() -> end(OTHERS, OTHERS + DUE).join());
        OUT.printf(Locale.ROOT, "%n  %8.2f ms for the end of one, alone%n", alone / DUE * MILLIS);
        OUT.printf(
                Locale.ROOT,
                "  %8.2f SQL statements for the end of one%n",
                (crowd.statements() - statements) / (double) DUE);
        double minutes = alone / DUE * MANY / SECONDS;
        goal(minutes, "min for " + MANY + " at that rate", minutes <= MOST_MINUTES, "10 min");

        Request others = crowd.validate("validate, users whose app passwords are not due", OTHERS);
        wrk.rate(others, WARM_UP);
        Series before = new Series();
        for (int i = 0; i < ROUNDS; i++) {
            before.add(wrk.rate(others, ROUND));
        }
        CompletableFuture<Void> ending = end(OTHERS + DUE, OTHERS + 2 * DUE);
        Series meanwhile = new Series();
        while (!ending.isDone()) {
            meanwhile.add(wrk.rate(others, ROUND));
        }
        double left = meanwhile.median() / before.median();
        goal(left, "of validation alone, as fast as it can, meanwhile", left >= LEAST_VALIDATION, "0.90");
    }

    /** Done when the last one has ended. */
    private CompletableFuture<Void> end(int after, int last) {
        crowd.neverUsed(after, last);
        OUT.println("Ending " + (last - after) + " app passwords that were never used …");
        crowd.startJobs();
        return CompletableFuture.runAsync(
                () -> Waiting.until(PATIENCE, "the last one has ended", () -> crowd.isEnded(last)));
    }

    private static double seconds(Runnable work) {
        long began = System.nanoTime();
        work.run();
        return (System.nanoTime() - began) / NANOS;
    }

    private static void goal(double value, String meaning, boolean met, String goal) {
        OUT.printf(Locale.ROOT, "  %8.2f %s: goal %s %s%n", value, meaning, goal, met ? "met" : "missed");
    }
}
