package io.github.keycloakapppasswords.stage;

/** Ends what the stage started also when the JVM ends early: by Ctrl-C, or by a test run that is given up. */
public final class AtExit {
    private final Thread hook;

    private AtExit(Thread hook) {
        this.hook = hook;
    }

    /**
     * Has something ended when the JVM ends; at once, if it is ending.
     *
     * @param end may run twice, and at the same time as others
     * @throws StageException if the JVM is ending
     */
    public static AtExit run(Runnable end) {
        AtExit atExit = new AtExit(new Thread(end, "stage-at-exit"));
        try {
            Runtime.getRuntime().addShutdownHook(atExit.hook);
        } catch (IllegalStateException exiting) {
            end.run();
            throw new StageException("Nothing is started while the JVM ends.", exiting);
        }
        return atExit;
    }

    /** Forgets it, since it was done in good order. */
    public void forget() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException exiting) {
            // The hook is running, or has run, already.
        }
    }
}
