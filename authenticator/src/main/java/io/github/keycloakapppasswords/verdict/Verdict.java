package io.github.keycloakapppasswords.verdict;

/** The answer to a gateway; each dialect has its own form of it. */
public enum Verdict {
    /** Let the user in. */
    OK,
    /** The name or the app password is wrong, or may not be used here. Never tells which. */
    INVALID,
    /** This gateway asks too fast; the same question may be right later. */
    SLOW_DOWN,
    /** Nothing was decided: the gateway or the server is at fault, not the user. */
    UNAVAILABLE
}
