package io.github.keycloakapppasswords.verdict;

import io.github.keycloakapppasswords.watch.SignInOutcome;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An attempt that an owner sees who has made an app password a moment ago, and who watches.
 *
 * @param userId the owner
 * @param credentialId the new app password, or {@code null} if the attempt did not send it
 * @param asked when the question began, before any look-up
 */
public record NewsForOwner(String userId, @Nullable String credentialId, SignInOutcome outcome, Instant asked) {}
