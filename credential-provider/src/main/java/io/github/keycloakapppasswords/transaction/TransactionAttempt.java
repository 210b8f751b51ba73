package io.github.keycloakapppasswords.transaction;

/** One attempt at a piece of work. Used by one thread. */
final class TransactionAttempt {

    private boolean last;

    /** A failure from here on does not repeat the work. */
    void makeLast() {
        last = true;
    }

    boolean isLast() {
        return last;
    }
}
