package io.github.keycloakapppasswords.validation;

import io.github.keycloakapppasswords.verdict.Reason;
import java.util.Optional;

/**
 * Requires a second factor of the user, a loss of the last one within the policy's grace, or an app password that was issued
 * for a device.
 *
 * <p><b>Security.</b> The step runs after the secret has matched: app passwords of devices are exempt, and only the match shows
 * which app password it is. For the gateway the answer and its time are the same as for a wrong secret.
 */
final class SecondFactorAlive implements Step {

    @Override
    public Optional<Reason> examine(Examination examination) {
        if (examination.credential().data().deviceAccount()) {
            return Optional.empty();
        }
        return Step.require(!examination.account().suspended(examination.now()), Reason.SUSPENDED);
    }
}
