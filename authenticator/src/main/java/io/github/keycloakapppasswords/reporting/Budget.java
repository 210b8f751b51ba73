package io.github.keycloakapppasswords.reporting;

import java.time.Clock;

/** Limits reports of refusals to a number per minute: made-up names and addresses make ever new folds. Thread-safe. */
final class Budget {

    private static final long MINUTE_MILLIS = 60_000;

    private final int perMinute;
    private final Clock clock;
    private long minute;
    private int spent;

    Budget(int perMinute, Clock clock) {
        this.perMinute = perMinute;
        this.clock = clock;
    }

    /** Takes one report from this minute's budget, if the budget is not used up. */
    synchronized boolean take() {
        long now = clock.millis() / MINUTE_MILLIS;
        if (now != minute) {
            minute = now;
            spent = 0;
        }
        if (spent >= perMinute) {
            return false;
        }
        spent++;
        return true;
    }

    /** Gives back a report of this minute that cost nothing. */
    synchronized void giveBack() {
        spent = Math.max(0, spent - 1);
    }

    /** Whether {@link #take} would succeed now. */
    synchronized boolean isLeft() {
        return spent < perMinute || clock.millis() / MINUTE_MILLIS != minute;
    }
}
