package io.github.keycloakapppasswords.validation;

import io.github.keycloakapppasswords.credential.AppPasswordCredential;
import io.github.keycloakapppasswords.secret.AppPassword;
import io.github.keycloakapppasswords.secret.AppPasswordHasher;
import io.github.keycloakapppasswords.secret.AppPasswordHasher.Comparison;
import io.github.keycloakapppasswords.verdict.Reason;
import java.util.Optional;

/**
 * Requires that the secret matches an app password of <em>this user</em>.
 *
 * <p><b>Security.</b> All app passwords of the user are examined, also after a match, so that the time does not show their order.
 */
final class SecretMatches implements Step {

    private final AppPasswordHasher hasher = new AppPasswordHasher();

    @Override
    public Optional<Reason> examine(Examination examination) {
        AppPassword secret = examination.secret().orElseThrow();
        Comparison comparison = hasher.compare(secret);
        Optional<AppPasswordCredential> match = Optional.empty();
        for (AppPasswordCredential candidate : examination.account().appPasswords()) {
            boolean matches = comparison.matches(candidate.hash());
            match = matches ? Optional.of(candidate) : match;
            examination.has(candidate);
        }
        match.ifPresent(examination::credential);
        return Step.require(match.isPresent(), Reason.WRONG_SECRET);
    }
}
