package io.github.keycloakapppasswords.validation;

import io.github.keycloakapppasswords.credential.AppPasswordCredential;
import io.github.keycloakapppasswords.secret.AppPassword;
import io.github.keycloakapppasswords.secret.AppPasswordHasher;
import io.github.keycloakapppasswords.secret.AppPasswordHasher.Comparison;
import io.github.keycloakapppasswords.verdict.Reason;
import java.util.Optional;

/**
 * The secret is one of <em>this user's</em>.
 *
 * <p><b>Security.</b> Every app password of the user is compared, also after one has matched, so that the time tells
 * neither whether nor which.
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
        }
        match.ifPresent(examination::credential);
        return Step.require(match.isPresent(), Reason.WRONG_SECRET);
    }
}
