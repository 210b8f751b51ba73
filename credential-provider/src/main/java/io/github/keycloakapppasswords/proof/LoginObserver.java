package io.github.keycloakapppasswords.proof;

import io.github.keycloakapppasswords.factor.FactorHistory;
import io.github.keycloakapppasswords.factor.FactorNote;
import io.github.keycloakapppasswords.factor.FactorNote.Kind;
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
 * Watches every authentication in a realm where the action is enabled, and keeps the facts for the gate: which second factors
 * were really used, which existed before, and whether a new one counts as proof.
 *
 * <p><b>Security.</b> The evidence is {@code AuthenticatorUtil.getAuthnCredentials}, which authenticators report on success.
 * Keycloak's note {@code authenticators-completed} is not evidence: it contains a conditional one-time password that is
 * configured to skip (seen on 26.7.4).
 */
public final class LoginObserver {

    private final GateSession gate;
    private final Optional<FactorKind> enrolled;
    private final Optional<BrokeredLogin.SignIn> signIn;
    private final UserFactors factors;
    private final FactorLog log;
    private final RealmModel realm;
    private final String userId;
    private final Instant now;

    /**
     * @param gate the authentication
     * @param enrolled the kind of factor that this very request has enrolled; empty if none
     * @param signIn the statement of an identity provider in this authentication; empty if none
     * @param factors the user's current factors
     * @param log the recorded changes of the factors
     */
    public LoginObserver(
            GateSession gate,
            Optional<FactorKind> enrolled,
            Optional<BrokeredLogin.SignIn> signIn,
            UserFactors factors,
            FactorLog log,
            RealmModel realm,
            String userId,
            Clock clock) {
        this.gate = gate;
        this.enrolled = enrolled;
        this.signIn = signIn;
        this.factors = factors;
        this.log = log;
        this.realm = realm;
        this.userId = userId;
        this.now = clock.instant();
    }

    /** Called when an authentication is complete and again after each required action in it. */
    public void observe() {
        FactorSnapshot baseline = gate.baseline().orElse(null);
        if (baseline == null) {
            baseline = FactorSnapshot.of(userId, now, factors.all());
            gate.baseline(baseline);
            noteUnknown();
            notePresence();
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
        return !ofType.isEmpty()
                && UserFactors.counting(ofType, gate.trusted()).equals(ofType)
                && UserFactors.waiting(ofType, log.history(), enrolmentWait(), now)
                        .isEmpty();
    }

    /**
     * A factor of which nothing is noted was set up by a road that nothing watches, so it waits from now on. Only where nothing is noted
     * of the user at all, it was there before.
     */
    private void noteUnknown() {
        FactorHistory history = log.history();
        factors.all().stream()
                .filter(LoginObserver::canBeNoted)
                .filter(factor -> !history.knows(factor.noteId()))
                .forEach(factor -> log.add(
                        takesUnknown(history, factor)
                                ? FactorNote.proved(factor.noteId(), now)
                                : FactorNote.unproved(factor.noteId(), now)));
    }

    private static boolean takesUnknown(FactorHistory history, Factor factor) {
        return factor.isLinked() ? history.takesUnknownLink() : history.takesUnknown();
    }

    private static boolean canBeNoted(Factor factor) {
        return factor.noteId().length() <= FactorNote.LONGEST_ID;
    }

    /**
     * Notes that the user has a factor, or has none any more and no event explains the loss. Links with identity
     * providers are left out: the policy decides which of them count, and their removal is noted where it happens.
     */
    private void notePresence() {
        boolean there = factors.all().stream().anyMatch(factor -> !factor.isLinked());
        if (there != log.history().endsWithFactor()) {
            log.add(FactorNote.of(there ? Kind.PRESENT : Kind.GONE, now));
        }
    }

    /**
     * A session trusts the factors that were there when it began. Signing in again within it adds to them only while it
     * had none: otherwise a thief of the password could add one and sign in again. A step-up from the session is not a
     * sign-in: Keycloak asks for the second factor alone, which may be one that a thief of the session has added.
     */
    private void rememberFactorsOfSession(FactorSnapshot baseline) {
        if (!gate.isFromSession(realm)
                && gate.trusted().map(FactorSnapshot::isEmpty).orElse(true)) {
            gate.trusted(baseline);
        }
    }

    /**
     * Judges what this request has enrolled. A factor that another browser enrolled meanwhile does not belong to this
     * request.
     */
    private void judgeEnrolment(FactorSnapshot baseline, FactorKind kind) {
        FactorSnapshot trusted = gate.trusted().orElse(baseline);
        List<Factor> added = factors.since(baseline).stream()
                .filter(factor -> kind.type().equals(factor.type()))
                .filter(factor -> !trusted.contains(factor))
                .toList();
        if (added.isEmpty()) {
            return;
        }
        EnrolmentCircumstances circumstances = circumstances(baseline);
        Optional<Instant> unproved = unprovedSince(circumstances);
        added.stream()
                .filter(LoginObserver::canBeNoted)
                .forEach(factor -> log.add(unproved.map(since -> FactorNote.unproved(factor.noteId(), since))
                        .orElseGet(() -> FactorNote.proved(factor.noteId(), now))));
        notePresence();
        if (circumstances.countsAsProof()) {
            gate.trusted(trusted.with(added));
            gate.completed(kind.type(), now);
        }
    }

    /** From when the waiting time of a factor counts that was just set up; empty if it does not wait. */
    private Optional<Instant> unprovedSince(EnrolmentCircumstances circumstances) {
        if (circumstances.hadFactor()) {
            return circumstances.provedFormerFactor() || provedInSession() ? Optional.empty() : Optional.of(now);
        }
        return circumstances.waiting() ? log.history().lostAt() : Optional.empty();
    }

    /** A user who could make an app password in this session may also set up a second factor that counts. */
    private boolean provedInSession() {
        return gate.proof().completedAt().values().stream().anyMatch(this::isRecent);
    }

    private EnrolmentCircumstances circumstances(FactorSnapshot baseline) {
        boolean firstFactorThere = isFirstFactorThere(baseline);
        // one may have been set up meanwhile, in another tab
        boolean hadFactor = log.history().endsWithFactor() || (!baseline.isEmpty() && !firstFactorThere);
        return new EnrolmentCircumstances(
                hadFactor,
                provedFormerFactor(),
                log.history().waitsUntil(enrolmentWait(), now).isPresent(),
                firstFactorThere || (usedInteractively() && isRecent(baseline.takenAt())),
                gate.isSingleSignOn(),
                gate.isAfterActionToken(),
                gate.isImpersonated());
    }

    private boolean usedInteractively() {
        return gate.usedCredentials().stream().anyMatch(Factor::isInteractive);
    }

    /** A link is not a second factor of a user who just signed in by it, if the provider reported only the first factor. */
    private boolean isFirstFactorThere(FactorSnapshot baseline) {
        return signIn.filter(there -> isTrusted(there.link().type()))
                .filter(there -> there.isOfFirstFactorOnly(baseline.ids(), gate.proof(), freshness(), now))
                .isPresent();
    }

    private boolean provedFormerFactor() {
        return gate.completedHere().filter(this::isRecent).isPresent();
    }

    private boolean isRecent(Instant at) {
        return SecondFactorProof.isWithin(freshness(), Duration.between(at, now));
    }

    /** The last good policy's while the realm's is invalid, as the notes that it reads outlast that. */
    private Duration enrolmentWait() {
        return Policy.inForce(realm).lifeCycle().enrolmentWait();
    }

    private Duration freshness() {
        try {
            return Policy.of(realm).freshness();
        } catch (InvalidPolicyException e) {
            return Duration.ZERO;
        }
    }
}
