package io.github.keycloakapppasswords.bench;

import io.github.keycloakapppasswords.stage.Waiting;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** The life cycle's job when many app passwords fall due together, as some weeks after a move, and what validation loses meanwhile. */
final class JobsBench {

    /** So many users have the crowd that it is measured on. */
    static final int USERS = 10_100;

    private static final int DUE = 5_000;

    /** Users whose app passwords are not due. */
    private static final int OTHERS = USERS - 2 * DUE;

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

    /** @param crowd of {@value #USERS} */
    JobsBench(Wrk wrk, Crowd crowd) {
        this.wrk = wrk;
        this.crowd = crowd;
    }

    void run() {
        long statements = crowd.statements();
        double alone = seconds(() -> end(OTHERS, OTHERS + DUE).join());
        double perEnd = (crowd.statements() - statements) / (double) DUE;
        Request others =
                crowd.validate("validate, users whose app passwords are not due", Request.Numbers.randomUpTo(OTHERS));
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
        Report.title("App passwords that fall due together:");
        Report.value(alone / DUE * MILLIS, "ms for the end of one, alone");
        Report.value(perEnd, "SQL statements for the end of one");
        Report.atMost(MOST_MINUTES, alone / DUE * MANY / SECONDS, "min for " + MANY + " at that rate");
        Report.atLeast(
                LEAST_VALIDATION,
                meanwhile.median() / before.median(),
                "of validation alone, as fast as it can, meanwhile");
    }

    /** Done when the last one has ended. */
    private CompletableFuture<Void> end(int after, int last) {
        crowd.neverUsed(after, last);
        Report.progress("Ending " + (last - after) + " app passwords that were never used …");
        crowd.startJobs();
        return CompletableFuture.runAsync(
                () -> Waiting.until(PATIENCE, "the last one has ended", () -> crowd.isEnded(last)));
    }

    private static double seconds(Runnable work) {
        long began = System.nanoTime();
        work.run();
        return (System.nanoTime() - began) / NANOS;
    }
}
