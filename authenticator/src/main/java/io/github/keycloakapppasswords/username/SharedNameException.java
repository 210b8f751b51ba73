package io.github.keycloakapppasswords.username;

/** Two users share a name or an address, which the realm does not allow any more: the name is ambiguous. */
public final class SharedNameException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public SharedNameException(Throwable cause) {
        super("Two users share a name or an address.", cause);
    }
}
