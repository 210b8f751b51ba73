package io.github.keycloakapppasswords.stage;

/** Ends what the stage started also when the JVM ends early: by Ctrl-C, or by a test run that is given up. */
final class AtExit {
    private final Thread hook;

    private AtExit(Thread hook) {
        this.hook = hook;
    }

    /** @param end may run twice, and at the same time as others */
    static AtExit run(Runnable end) {
        AtExit atExit = new AtExit(new Thread(end, "stage-at-exit"));
        Runtime.getRuntime().addShutdownHook(atExit.hook);
        return atExit;
    }

    /** Forgets it, since it was done in good order. */
    void forget() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException exiting) {
            // The hook is running, or has run, already.
        }
    }
}
