package io.github.keycloakapppasswords.gateways;

/**
 * A daemon run from its recipe's own files, on loopback and high ports below one temporary folder, and the client that
 * people use with it.
 */
interface StockGateway extends AutoCloseable {

    /**
     * Logs in as people do. Returns within 15 s, also while Keycloak hangs; may be called by many threads at once.
     *
     * @throws RuntimeException if it ends in a way that a client understands neither as wrong nor as temporary
     */
    Login login(String username, String password);

    /** A login that is known to be refused, by the cheapest client there is: one of a thousand. */
    default Login stale(String username, String password) {
        return login(username, password);
    }

    /** Changes the gateway's secret as an admin would: in its file, with a reload or restart if the page says so. */
    void changeSecret(String secret);

    /** Puts something of this login identity's where a login shows it; does nothing where there is no such place. */
    default void deliver(String loginIdentity) {}

    /** Forgets cached verdicts, as the page says that an admin does when a revocation is to count at once. */
    default void forgetVerdicts() {}

    /** Ends all that it started, by process id, and deletes its folder. */
    @Override
    void close();
}
