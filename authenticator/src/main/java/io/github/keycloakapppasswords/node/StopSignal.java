package io.github.keycloakapppasswords.node;

/**
 * Notices that this server is going to stop: when the JVM begins to end, by SIGTERM for example. Keycloak serves requests for as long as
 * {@code shutdown-delay} says after that, so that load balancers can take the node out.
 */
final class StopSignal implements AutoCloseable {

    private final Thread hook;

    /** @param stopping runs once, in a thread of its own, when the JVM begins to end; short */
    StopSignal(Runnable stopping) {
        hook = new Thread(stopping, "app-password-stop");
    }

    /** Begins to listen. */
    void listen() {
        try {
            Runtime.getRuntime().addShutdownHook(hook);
        } catch (IllegalStateException ending) {
            hook.start();
        }
    }

    /** Ends that; does nothing while the JVM ends, or if it has not begun. */
    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ending) {
            // The hook has run, or is running.
        }
    }

    /** The thread that the JVM starts. */
    Thread hook() {
        return hook;
    }
}
