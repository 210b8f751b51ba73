package io.github.keycloakapppasswords.watch;

import java.util.Locale;

/**
 * The result of an attempt to sign in, as the page of a new app password shows it to the owner. Coarser than the reasons for
 * admins: an owner sees advice, and nothing about other users.
 */
public enum SignInOutcome {
    /** The new app password was accepted. */
    ACCEPTED,
    /** The submitted password is not an app password; most often it is the main password. */
    NOT_AN_APP_PASSWORD,
    /** The submitted password looks like an app password with a typing error. */
    MISTYPED,
    /** An app password that is none of the owner's. */
    OTHER_APP_PASSWORD,
    /** An app password of the owner that has ended. */
    ENDED,
    /** The new app password, with a name that is not the owner's. */
    OTHER_NAME,
    /** The new app password is not for this protocol. */
    PROTOCOL,
    /** The new app password may not be used from this address. */
    NETWORK,
    /** Anything that an admin has to look at. */
    ASK_ADMIN;

    private final String id = name().toLowerCase(Locale.ROOT);

    /** Lower case with underscores. */
    public String id() {
        return id;
    }
}
