package io.github.keycloakapppasswords.policy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * When an app password ends by itself, as its owner reads it. Days are counted in UTC. A rule that can no longer apply, since
 * another ends the app password earlier, is left out.
 *
 * @param lastDay the last day on which it works; {@code null}: it has no expiry
 * @param ifNotUsed the day on which it ends if it is never used before; {@code null}: no such rule
 * @param daysAfterLastUse after how many days without a use it ends once it was used, 1 to 3650; {@code null}: no such rule
 */
public record Ends(@Nullable LocalDate lastDay, @Nullable LocalDate ifNotUsed, @Nullable Long daysAfterLastUse) {

    /** Of an app password that was not used yet. */
    public static Ends ofUnused(LifeCycle policy, Instant createdAt, @Nullable Instant expiresAt) {
        Duration neverUsed = policy.neverUsedExpiry();
        LocalDate ifNotUsed = neverUsed != null && applies(createdAt.plus(neverUsed), expiresAt)
                ? day(createdAt.plus(neverUsed))
                : null;
        return new Ends(lastDay(expiresAt), ifNotUsed, daysAfterLastUse(policy, createdAt, expiresAt));
    }

    /**
     * Of an app password that is in use.
     *
     * @param lastUse when it was used
     */
    public static Ends ofUsed(LifeCycle policy, Instant lastUse, @Nullable Instant expiresAt) {
        return new Ends(lastDay(expiresAt), null, daysAfterLastUse(policy, lastUse, expiresAt));
    }

    private static @Nullable Long daysAfterLastUse(LifeCycle policy, Instant from, @Nullable Instant expiresAt) {
        Duration idle = policy.idleExpiry();
        return idle != null && applies(from.plus(idle), expiresAt) ? Long.valueOf(idle.toDays()) : null;
    }

    private static boolean applies(Instant end, @Nullable Instant expiresAt) {
        return expiresAt == null || end.isBefore(expiresAt);
    }

    /** An expiry at midnight is the end of the day before. */
    private static @Nullable LocalDate lastDay(@Nullable Instant expiresAt) {
        return expiresAt == null ? null : day(expiresAt.minusNanos(1));
    }

    private static LocalDate day(Instant instant) {
        return LocalDate.ofInstant(instant, ZoneOffset.UTC);
    }
}
