package io.github.keycloakapppasswords.demo;

import io.github.keycloakapppasswords.stage.StageException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Supplier;

/** Steps that are told about, a line each: what is done, and when it is done. */
final class Steps {
    private final PrintStream out;
    private String current = "";
    private volatile boolean over;

    Steps(PrintStream out) {
        this.out = out;
    }

    /** Does a step; what it throws goes on to the caller. */
    void run(String name, Runnable step) {
        get(name, () -> {
            step.run();
            return name;
        });
    }

    /**
     * Does a step that gives something.
     *
     * @throws StageException if it is {@link #over()}
     */
    <T> T get(String name, Supplier<T> step) {
        if (over) {
            throw new StageException("The demo is ending.");
        }
        current = name;
        out.print("  " + name + " … ");
        out.flush();
        Instant begun = Instant.now();
        T given = step.get();
        if (over) {
            return given;
        }
        out.printf(
                Locale.ROOT,
                "ok (%.1f s)%n",
                Duration.between(begun, Instant.now()).toMillis() / 1000.0);
        return given;
    }

    /** The step that was begun last. */
    String current() {
        return current;
    }

    /** Ends the line of a step that failed. */
    void failed() {
        if (!over) {
            out.println("FAILED");
        }
    }

    /** Lets no more step begin, and tells of none: the JVM is ending. */
    void over() {
        over = true;
    }

    /** Whether it is {@link #over()}. */
    boolean isOver() {
        return over;
    }
}
