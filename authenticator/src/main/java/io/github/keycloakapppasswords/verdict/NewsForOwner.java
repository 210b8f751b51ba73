package io.github.keycloakapppasswords.verdict;

import io.github.keycloakapppasswords.watch.SignInOutcome;
import org.jspecify.annotations.Nullable;

/**
 * What the owner of an app password that was made a moment ago is told of an attempt, if the owner watches.
 *
 * @param userId the owner; {@code null}: the user of the submitted name, who was not looked up
 * @param credentialId the new app password, or {@code null} if the attempt did not send it
 */
public record NewsForOwner(@Nullable String userId, @Nullable String credentialId, SignInOutcome outcome) {}
