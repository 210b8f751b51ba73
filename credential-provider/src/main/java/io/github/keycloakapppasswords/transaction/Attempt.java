package io.github.keycloakapppasswords.transaction;

/** One attempt at a piece of work. Used by one thread. */
final class Attempt {

    private boolean last;

    /** Whatever fails from here on, the work is not done again. */
    void makeLast() {
        last = true;
    }

    boolean isLast() {
        return last;
    }
}
