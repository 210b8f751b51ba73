package io.github.keycloakapppasswords.username;

/** Two users have this name or address, although the realm allows that no more: it means nobody. */
public final class SharedNameException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public SharedNameException(Throwable cause) {
        super("Two users share a name or an address.", cause);
    }
}
