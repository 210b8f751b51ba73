package io.github.keycloakapppasswords.verdict;

import io.github.keycloakapppasswords.watch.SignInOutcome;
import org.jspecify.annotations.Nullable;

/**
 * An attempt that the owner of an app password sees, if it was made a moment ago and the owner watches.
 *
 * @param userId the owner; {@code null}: the user of the submitted name, who was not looked up
 * @param credentialId the new app password, or {@code null} if the attempt did not send it
 */
public record NewsForOwner(@Nullable String userId, @Nullable String credentialId, SignInOutcome outcome) {}
