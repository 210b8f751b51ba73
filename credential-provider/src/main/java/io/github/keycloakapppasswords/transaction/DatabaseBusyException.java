package io.github.keycloakapppasswords.transaction;

/** Too many requests query the database already; the same request may succeed a moment later. Without a stack trace. */
public final class DatabaseBusyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    DatabaseBusyException() {
        super("Too many requests query the database.", null, false, false);
    }
}
