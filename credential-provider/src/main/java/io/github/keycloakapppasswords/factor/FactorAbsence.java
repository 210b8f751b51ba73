package io.github.keycloakapppasswords.factor;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Since when a user has no accepted second factor, and what that means for the user's app passwords.
 *
 * <p><b>Security.</b> There is one grace, not one for each time: a factor must have been back for as long as the grace
 * lasts before its going starts a new one. So a factor that is added and taken away again wins no time. A time that
 * lies in the future, since a clock was set back, ends the grace; nodes may differ by {@link #CLOCK_TOLERANCE}.
 *
 * @param goneAt when the last one went, as far as was noticed; {@code null}: never so far
 * @param backAt when one came back after that; {@code null}: none did
 * @param suspendedAt when the app passwords were found suspended; {@code null}: they were not, or work again
 */
public record FactorAbsence(@Nullable Instant goneAt, @Nullable Instant backAt, @Nullable Instant suspendedAt) {

    /** How far the clocks of two nodes may be apart. */
    static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(1);

    /** A user whose factor was never seen to be missing. */
    public static final FactorAbsence NONE = new FactorAbsence(null, null, null);

    /** Whether the user is known to have no factor now. */
    boolean isGone() {
        return goneAt != null && backAt == null;
    }

    /** There is none now. */
    public FactorAbsence gone(Instant now, Duration grace) {
        if (isGone()) {
            return this;
        }
        if (goneAt == null || backAt == null || !now.isBefore(backAt.plus(grace))) {
            return new FactorAbsence(now, null, null);
        }
        return new FactorAbsence(goneAt, null, null);
    }

    /** There is one now. */
    public FactorAbsence back(Instant now) {
        return isGone() ? new FactorAbsence(goneAt, now, null) : this;
    }

    /** The app passwords were found suspended. */
    public FactorAbsence suspended(Instant now) {
        return suspendedAt == null ? new FactorAbsence(goneAt, backAt, now) : this;
    }

    /** Whether the user's app passwords are suspended now; those issued for devices never are. */
    public boolean suspends(Instant now, Duration grace) {
        if (!isGone() || goneAt == null) {
            return false;
        }
        return !now.isBefore(goneAt.plus(grace)) || isSetBack(now);
    }

    private boolean isSetBack(Instant now) {
        return Stream.of(goneAt, suspendedAt)
                .anyMatch(past -> past != null && now.plus(CLOCK_TOLERANCE).isBefore(past));
    }
}
