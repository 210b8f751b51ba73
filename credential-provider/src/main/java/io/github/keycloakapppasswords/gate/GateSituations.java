package io.github.keycloakapppasswords.gate;

import io.github.keycloakapppasswords.factor.FactorHistory;
import io.github.keycloakapppasswords.policy.Policy;
import io.github.keycloakapppasswords.proof.BrokeredLogin;
import io.github.keycloakapppasswords.proof.Factor;
import io.github.keycloakapppasswords.proof.FactorKind;
import io.github.keycloakapppasswords.proof.FactorLog;
import io.github.keycloakapppasswords.proof.GateSession;
import io.github.keycloakapppasswords.proof.Lockout;
import io.github.keycloakapppasswords.proof.SecondFactorProof;
import io.github.keycloakapppasswords.proof.ShownTypes;
import io.github.keycloakapppasswords.proof.UserFactors;
import io.github.keycloakapppasswords.store.AppPasswordCredentials;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.models.RequiredActionProviderModel;
import org.keycloak.models.credential.RecoveryAuthnCodesCredentialModel;

/** Gathers the facts for the next step from Keycloak and from our notes. */
final class GateSituations {

    private final RequiredActionContext context;
    private final GateSession gate;
    private final Instant now;
    private @Nullable FactorHistory history;

    GateSituations(RequiredActionContext context, GateSession gate, Instant now) {
        this.context = context;
        this.gate = gate;
        this.now = now;
    }

    /** The current obstacle. */
    GateSituation now() {
        Optional<Policy> policy = Policy.ifValidOrLogged(context.getRealm());
        Set<String> accepted = policy.map(Policy::acceptedTypes).orElse(Set.of());
        UserFactors factors = UserFactors.of(context.getSession(), context.getRealm(), context.getUser());
        List<Factor> acceptedFactors = factors.accepted(accepted);
        List<FactorKind> vouching = UserFactors.kinds(counting(factors.others(accepted)));
        return new GateSituation(
                gate.startedByUser(Policy.ACTION_ID),
                gate.isImpersonated(),
                lockedError() != null,
                history().isStopped(),
                gate.made().isPresent(),
                policy.isPresent(),
                policy.filter(this::isMaximumReached).isPresent(),
                policy.filter(p -> isFresh(p, accepted)).isPresent(),
                !acceptedFactors.isEmpty(),
                UserFactors.kinds(counting(acceptedFactors)),
                counting(acceptedFactors).stream().anyMatch(Factor::isLinked),
                policy.filter(p -> isFirstFactorThere(p, factors)).isPresent(),
                vouching,
                policy.filter(p -> isFresh(
                                p, vouching.stream().map(FactorKind::type).toList()))
                        .isPresent(),
                waitsUntil(factors, acceptedFactors),
                isRecoveryCodesOnly(factors),
                doesSetUpCount(factors),
                policy.filter(Policy::enrolmentOffered).isPresent(),
                enrollable(accepted));
    }

    /** Factors of these kinds that count in this session, and whose waiting time is over. */
    List<Factor> counting(List<Factor> factors) {
        List<Factor> waiting = UserFactors.waiting(factors, history(), enrolmentWait(), now);
        return gate.counting(factors).stream()
                .filter(factor -> !waiting.contains(factor))
                .toList();
    }

    private FactorHistory history() {
        if (history == null) {
            history = FactorLog.of(context.getSession(), context.getRealm(), context.getUser())
                    .history();
        }
        return history;
    }

    private Duration enrolmentWait() {
        return Policy.inForce(context.getRealm()).lifeCycle().enrolmentWait();
    }

    /** The time from which a factor counts that is set up now without an older one. */
    Instant setUpCountsFrom() {
        return now.plus(enrolmentWait());
    }

    /** {@code null} unless all factors wait: a factor whose time is over is enough. */
    @Nullable
    private Instant waitsUntil(UserFactors factors, List<Factor> accepted) {
        List<Factor> there = accepted.isEmpty() ? factors.all() : accepted;
        if (there.isEmpty()) {
            return history().waitsUntil(enrolmentWait(), now).orElse(null);
        }
        return UserFactors.waiting(there, history(), enrolmentWait(), now).size() < there.size()
                ? null
                : there.stream()
                        .flatMap(factor -> history().unprovedUntil(factor.noteId(), enrolmentWait(), now).stream())
                        .min(Comparator.naturalOrder())
                        .orElse(null);
    }

    /**
     * Keycloak's event error for an account that its brute-force protection has locked, or that is disabled; null if
     * neither.
     */
    @Nullable
    String lockedError() {
        return Lockout.error(context.getSession(), context.getRealm(), context.getUser());
    }

    /** The realm's enabled required action that enrols this kind; empty if there is none. */
    Optional<RequiredActionProviderModel> enrolment(FactorKind kind) {
        return context.getRealm()
                .getRequiredActionProvidersStream()
                .filter(RequiredActionProviderModel::isEnabled)
                .filter(action -> Objects.equals(action.getProviderId(), kind.enrolmentAction()))
                .findFirst();
    }

    private List<FactorKind> enrollable(Set<String> accepted) {
        Set<String> shown = new ShownTypes(context.getSession(), context.getRealm()).all();
        return UserFactors.kindsOf(accepted).stream()
                .filter(kind -> shown.contains(kind.type()))
                .filter(kind -> enrolment(kind).isPresent())
                .toList();
    }

    private static boolean isRecoveryCodesOnly(UserFactors factors) {
        return !factors.all().isEmpty()
                && factors.all().stream()
                        .allMatch(factor -> RecoveryAuthnCodesCredentialModel.TYPE.equals(factor.type()));
    }

    private boolean doesSetUpCount(UserFactors factors) {
        return factors.all().isEmpty()
                || enrolmentWait().isZero()
                || Policy.ifValid(context.getRealm())
                        .filter(policy -> gate.proof().completedAt().values().stream()
                                .anyMatch(at ->
                                        SecondFactorProof.isWithin(policy.freshness(), Duration.between(at, now))))
                        .isPresent();
    }

    private boolean isMaximumReached(Policy policy) {
        return new AppPasswordCredentials(context.getSession())
                        .of(context.getRealm(), context.getUser())
                        .size()
                >= policy.maximumPerUser();
    }

    private boolean isFirstFactorThere(Policy policy, UserFactors factors) {
        Set<String> ids = factors.all().stream().map(Factor::id).collect(Collectors.toSet());
        return !gate.isSingleSignOn()
                && !gate.isAfterActionToken()
                && BrokeredLogin.of(context)
                        .flatMap(login -> login.signIn(context))
                        .filter(there -> there.isOfFirstFactorOnly(ids, gate.proof(), policy.freshness(), now))
                        .isPresent();
    }

    private boolean isFresh(Policy policy, Collection<String> types) {
        return gate.proof().isFresh(context.getUser().getId(), types, policy.freshness(), now);
    }
}
