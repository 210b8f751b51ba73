package io.github.keycloakapppasswords.policy;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The realm's policy for existing app passwords: when they are suspended, and when they end automatically.
 *
 * @param suspensionGrace how long they work on after their owner's last second factor is gone, 0 h to 8760 h; zero:
 *     not at all
 * @param enrolmentWait how long after the last second factor was removed a new one does not count, 0 h to 8760 h; zero: it counts
 *     at once
 * @param idleExpiry after how long without a use one ends, 1 to 3650 days; {@code null}: never
 * @param neverUsedExpiry after how long one ends that was never used, 1 to 3650 days; {@code null}: never
 * @param onPasswordChange what happens to them when their owner changes the main password
 * @param onPasswordResetByEmail when the main password is set after following a link that Keycloak mailed
 * @param onPasswordSetByAdmin when an admin sets the main password
 */
public record LifeCycle(
        Duration suspensionGrace,
        Duration enrolmentWait,
        @Nullable Duration idleExpiry,
        @Nullable Duration neverUsedExpiry,
        OnPassword onPasswordChange,
        OnPassword onPasswordResetByEmail,
        OnPassword onPasswordSetByAdmin) {

    /** The same, but nothing ends for not being used. */
    LifeCycle withoutDisuse() {
        return new LifeCycle(
                suspensionGrace,
                enrolmentWait,
                null,
                null,
                onPasswordChange,
                onPasswordResetByEmail,
                onPasswordSetByAdmin);
    }

    /** The fate of a user's app passwords when the main password is set. */
    public enum OnPassword {
        KEEP,
        REVOKE
    }
}
