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

    /**
     * The latest time of the rule at which an app password ends now; {@code null}: no app password ends by this rule.
     */
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
