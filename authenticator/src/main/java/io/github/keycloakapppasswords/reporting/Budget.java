package io.github.keycloakapppasswords.reporting;

import java.time.Clock;

/** So many reports of refusals a minute and no more: made-up names and addresses make ever new folds. Thread-safe. */
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

    /** Takes one, if there is one left in this minute. */
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
}
