package io.github.keycloakapppasswords.gate;

import io.github.keycloakapppasswords.policy.InvalidPolicyException;
import io.github.keycloakapppasswords.policy.Policy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.keycloak.models.RealmModel;

/**
 * Watches every authentication in a realm where the action is enabled, and keeps what the gate will need to know: which
 * second factors were really used, which were there before, and whether one just enrolled counts as proof.
 *
 * <p><b>Security.</b> It goes by {@code AuthenticatorUtil.getAuthnCredentials}, what authenticators report on success.
 * Keycloak's note {@code authenticators-completed} is no evidence: a conditional one-time password that is configured to
 * skip is in it (seen on 26.7.4).
 */
final class LoginObserver {

    private final GateSession gate;
    private final Optional<FactorKind> enrolled;
    private final Optional<BrokeredLogin.SignIn> signIn;
    private final UserFactors factors;
    private final RealmModel realm;
    private final String userId;
    private final Instant now;

    /**
     * @param gate the authentication
     * @param enrolled the kind of factor that this very request has enrolled; empty if none
     * @param signIn what an identity provider said in this authentication; empty if nothing
     * @param factors what the user has now
     */
    LoginObserver(
            GateSession gate,
            Optional<FactorKind> enrolled,
            Optional<BrokeredLogin.SignIn> signIn,
            UserFactors factors,
            RealmModel realm,
            String userId,
            Clock clock) {
        this.gate = gate;
        this.enrolled = enrolled;
        this.signIn = signIn;
        this.factors = factors;
        this.realm = realm;
        this.userId = userId;
        this.now = clock.instant();
    }

    /** Called when an authentication is complete and again after each required action in it. */
    void observe() {
        FactorSnapshot baseline = gate.baseline().orElse(null);
        if (baseline == null) {
            baseline = FactorSnapshot.of(userId, now, factors.all());
            gate.baseline(baseline);
            rememberFactorsOfSession(baseline);
            rememberUsedFactors();
        }
        if (enrolled.isPresent()) {
            judgeEnrolment(baseline, enrolled.get());
        }
    }

    /**
     * Keycloak tells of which type a used credential was, not which it was. So a type counts only if the session trusts
     * every factor of it that the user has.
     */
    private void rememberUsedFactors() {
        gate.usedCredentials().stream()
                .filter(Factor::isFactor)
                .filter(this::isTrusted)
                .forEach(type -> gate.completed(type, now));
        signIn.filter(BrokeredLogin.SignIn::withSecondFactor)
                .filter(there ->
                        !gate.isSingleSignOn() && isTrusted(there.link().type()))
                .ifPresent(there -> gate.completed(there.link().type(), there.at()));
    }

    private boolean isTrusted(String type) {
        List<Factor> ofType = factors.accepted(Set.of(type));
        return !ofType.isEmpty() && UserFactors.counting(ofType, gate.trusted()).equals(ofType);
    }

    /**
     * A session trusts the factors that were there when it began. Signing in again within it adds to them only while it
     * had none: otherwise a thief of the password could add one and sign in again. Stepping up from it is no signing in:
     * Keycloak asks for the second factor alone, which may be one that a thief of the session has added.
     */
    private void rememberFactorsOfSession(FactorSnapshot baseline) {
        if (!gate.isFromSession(realm)
                && gate.trusted().map(FactorSnapshot::isEmpty).orElse(true)) {
            gate.trusted(baseline);
        }
    }

    /** Judges what this request has enrolled. What another browser enrolled meanwhile is none of this one's doing. */
    private void judgeEnrolment(FactorSnapshot baseline, FactorKind kind) {
        FactorSnapshot trusted = gate.trusted().orElse(baseline);
        List<Factor> added = factors.since(baseline).stream()
                .filter(factor -> kind.type().equals(factor.type()))
                .filter(factor -> !trusted.contains(factor))
                .toList();
        if (!added.isEmpty() && circumstances(baseline).countsAsProof()) {
            gate.trusted(trusted.with(added));
            gate.completed(kind.type(), now);
        }
    }

    private EnrolmentCircumstances circumstances(FactorSnapshot baseline) {
        boolean firstFactorThere = isFirstFactorThere(baseline);
        return new EnrolmentCircumstances(
                !baseline.isEmpty() && !firstFactorThere,
                provedFormerFactor(),
                firstFactorThere || (usedInteractively() && isRecent(baseline.takenAt())),
                gate.isSingleSignOn(),
                gate.isAfterActionToken(),
                gate.isImpersonated());
    }

    private boolean usedInteractively() {
        return gate.usedCredentials().stream().anyMatch(Factor::isInteractive);
    }

    /** A link is no second factor of somebody who came by it just now, and of whom the provider knows no more than the first. */
    private boolean isFirstFactorThere(FactorSnapshot baseline) {
        return signIn.filter(there -> isTrusted(there.link().type()))
                .filter(there -> there.isOfFirstFactorOnly(baseline.ids(), gate.proof(), freshness(), now))
                .isPresent();
    }

    private boolean provedFormerFactor() {
        return gate.completedHere().filter(this::isRecent).isPresent();
    }

    private boolean isRecent(Instant at) {
        return Duration.between(at, now).compareTo(freshness()) <= 0;
    }

    private Duration freshness() {
        try {
            return Policy.of(realm).freshness();
        } catch (InvalidPolicyException e) {
            return Duration.ZERO;
        }
    }
}
