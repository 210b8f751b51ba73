package io.github.keycloakapppasswords.credential;

import java.util.Locale;

/** The cause of an app password's end. Stored by {@link #id()}: names may be added, not changed. */
public enum EndCause {
    /** By its owner or an admin, through any console or interface. */
    REVOKED,
    /** Its time came. */
    EXPIRED,
    /** It was not used for as long as the policy allows. */
    IDLE,
    /** It was made and never used for as long as the policy allows. */
    NEVER_USED,
    /** Its owner changed the main password. */
    PASSWORD_CHANGED,
    /** The main password was reset by an e-mail link. */
    PASSWORD_RESET_BY_EMAIL,
    /** An admin set the main password. */
    PASSWORD_SET_BY_ADMIN;

    private final String id = name().toLowerCase(Locale.ROOT);

    /** Lower case with underscores, 32 characters at most. */
    public String id() {
        return id;
    }

    /**
     * Reads an id.
     *
     * @throws IllegalArgumentException for an unknown cause
     */
    public static EndCause of(String id) {
        return valueOf(id.toUpperCase(Locale.ROOT));
    }
}
