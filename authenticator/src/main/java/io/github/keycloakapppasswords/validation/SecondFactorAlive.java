package io.github.keycloakapppasswords.validation;

import io.github.keycloakapppasswords.verdict.Reason;
import java.util.Optional;

/**
 * The user still has a second factor, or lost the last one so lately that the policy's grace is not over, or the app
 * password was issued for a device.
 *
 * <p><b>Security.</b> It comes after the secret has matched, since devices' app passwords are exempt and only the match
 * tells whether it is one. The gateway cannot tell: it hears the same as for a wrong secret, not before the same time.
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
