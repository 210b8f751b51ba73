package io.github.keycloakapppasswords.gateways;

import org.jspecify.annotations.Nullable;

/**
 * How a login ended, as the user's client understands it.
 *
 * @param answer what the client makes of it
 * @param words what the gateway said, for messages of failures
 * @param opened whose mailbox, collection or identity was opened; null unless {@link Answer#IN}
 */
record Login(Answer answer, String words, @Nullable String opened) {

    enum Answer {
        /** Logged in. */
        IN,
        /** Wrong: the client asks its user for another password. */
        WRONG,
        /** A temporary failure: the client keeps the password and tries again. */
        LATER
    }

    static Login in(String opened) {
        return new Login(Answer.IN, "", opened);
    }

    static Login wrong(String words) {
        return new Login(Answer.WRONG, words, null);
    }

    static Login later(String words) {
        return new Login(Answer.LATER, words, null);
    }
}
