package io.github.keycloakapppasswords.transaction;

/** Too many questions ask the database already; the same question may be answered a moment later. Without a stack trace. */
public final class DatabaseBusyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public DatabaseBusyException() {
        super("Too many questions ask the database.", null, false, false);
    }
}
