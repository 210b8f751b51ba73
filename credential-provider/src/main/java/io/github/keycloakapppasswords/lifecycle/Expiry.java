package io.github.keycloakapppasswords.lifecycle;

import io.github.keycloakapppasswords.policy.LifeCycle;
import io.github.keycloakapppasswords.row.DueAppPasswords.Rule;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Which app passwords end by themselves at a time. */
final class Expiry {

    /** A use may still wait to be written, on any node: so much later than the policy says is one taken for unused. */
    static final Duration MARGIN = Duration.ofHours(1);

    private Expiry() {}

    /** What the rule's time must be at the latest for an app password to end now; {@code null}: none ends by this rule. */
    static @Nullable Instant limit(Rule rule, LifeCycle policy, Instant now) {
        return switch (rule) {
            case EXPIRY -> now;
            case LAST_USE -> unusedFor(policy.idleExpiry(), now);
            case NO_USE -> unusedFor(policy.neverUsedExpiry(), now);
        };
    }

    private static @Nullable Instant unusedFor(@Nullable Duration limit, Instant now) {
        return limit == null ? null : now.minus(limit).minus(MARGIN);
    }
}
