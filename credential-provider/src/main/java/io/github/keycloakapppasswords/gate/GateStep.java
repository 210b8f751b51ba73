package io.github.keycloakapppasswords.gate;

import io.github.keycloakapppasswords.proof.FactorKind;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * The step of a user who wants an app password: the gate's next page, and the only action that is allowed then.
 *
 * <p><b>Security.</b> {@link #of} is asked again at every request, whatever page the request claims to come from. Its order
 * matters: who may not be here at all is sent away first, and {@link EnterForm}, the only step in which one is made, is reached
 * only with fresh proof.
 */
sealed interface GateStep {

    /** Not started by the user through {@code kc_action}: the action does nothing. */
    record Ignore() implements GateStep {}

    /** A page that says why no app password can be made now. */
    record Refuse(Refusal reason) implements GateStep {}

    /**
     * A page that says from when app passwords can be made, and why not now.
     *
     * @param hasFactor the user has set a factor up, which does not count yet; otherwise the user has none
     */
    record Wait(Instant until, boolean hasFactor) implements GateStep {}

    /** One was made in this run: its secret is not shown again. */
    record AlreadyMade() implements GateStep {}

    /** The user has one of these factors and completes one of them here. Never empty. */
    record AskForFactor(List<FactorKind> kinds, Purpose purpose) implements GateStep {}

    /**
     * The user has no second factor that counts and can set one of these up.
     *
     * @param kinds never empty
     * @param situation which words the page has
     * @param countsAtOnce otherwise the waiting time begins when it is set up
     */
    record OfferSetUp(List<FactorKind> kinds, Having situation, boolean countsAtOnce) implements GateStep {}

    /** The user's factors before the set-up of a second factor. */
    enum Having {
        /** None that counts. */
        NOTHING(""),
        /** Recovery codes only, which do not count. */
        RECOVERY_CODES("RecoveryCodes"),
        /** An identity provider: signing in there again, with a second factor, would do as well. */
        PROVIDER("AtProvider");

        private final String suffix;

        Having(String suffix) {
            this.suffix = suffix;
        }

        /** Ends the keys of the page's texts. */
        String suffix() {
            return suffix;
        }
    }

    /** A second factor was proved: the user says what the app password is for, and gets it. */
    record EnterForm() implements GateStep {}

    /** Why a factor is asked for. */
    enum Purpose {
        /** To make an app password. */
        MAKE_APP_PASSWORD,
        /** The policy does not accept it, but it was there before, so it vouches for the one to be set up. */
        VOUCH_FOR_SET_UP
    }

    /** Why no app password is made. */
    enum Refusal {
        /** An admin is signed in as the user. */
        IMPERSONATED("appPasswordImpersonated"),
        /** The policy cannot be read. */
        MISCONFIGURED("appPasswordMisconfigured"),
        /** Keycloak's brute-force protection has locked the account. */
        LOCKED("appPasswordLocked"),
        /** The owner said that a change of their second factors was not theirs. */
        STOPPED("appPasswordStopped"),
        /** The user has as many as the policy allows. */
        MAXIMUM_REACHED("appPasswordMaximumReached"),
        /** The realm's gateways serve nothing that the policy offers; in place of every step that leads to one. */
        NOTHING_ON_OFFER("appPasswordNothingOnOffer"),
        /** No second factor, and the policy does not let users set one up here. */
        SET_UP_NOT_OFFERED("appPasswordSetUpNotOffered"),
        /** Recovery codes only, which do not count, and the policy does not let users set another up here, or there is none. */
        RECOVERY_CODES_ONLY("appPasswordRecoveryCodesOnly"),
        /** No second factor, and the realm has none that the policy accepts to set up. */
        NOTHING_TO_SET_UP("appPasswordNothingToSetUp"),
        /** The only factor that would count was added since the user signed in. */
        SIGN_IN_AGAIN("appPasswordSignInAgain"),
        /** The factor is an identity provider's, and the provider has not recently reported its use. */
        SIGN_IN_AT_PROVIDER("appPasswordSignInAtProvider");

        private final String messageKey;

        Refusal(String messageKey) {
            this.messageKey = messageKey;
        }

        /** Whether signing in again may help. */
        boolean isEndedBySigningIn() {
            return this == SIGN_IN_AGAIN || this == SIGN_IN_AT_PROVIDER;
        }

        /** The reason that the owner's page is told, see {@code docs/openapi.yaml}. */
        String id() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Key of the page's heading; its text has {@code Text} appended. */
        String messageKey() {
            return messageKey;
        }
    }

    /** Whether an app password is made at the end of this step or of those after it. */
    default boolean leadsToOne() {
        return this instanceof EnterForm
                || this instanceof AskForFactor
                || this instanceof OfferSetUp
                || this instanceof Wait;
    }

    /** The step for a situation in which something is on offer. */
    static GateStep of(GateSituation situation) {
        if (!situation.startedByUser()) {
            return new Ignore();
        }
        if (situation.impersonated()) {
            return new Refuse(Refusal.IMPERSONATED);
        }
        if (situation.locked()) {
            return new Refuse(Refusal.LOCKED);
        }
        if (situation.stopped()) {
            return new Refuse(Refusal.STOPPED);
        }
        if (situation.madeInThisRun()) {
            return new AlreadyMade();
        }
        if (!situation.policyValid()) {
            return new Refuse(Refusal.MISCONFIGURED);
        }
        if (situation.maximumReached()) {
            return new Refuse(Refusal.MAXIMUM_REACHED);
        }
        // a fresh proof by a factor that was removed since does not count
        if (situation.proofFresh() && situation.hasAcceptedFactor()) {
            return new EnterForm();
        }
        if (!situation.askable().isEmpty()) {
            return new AskForFactor(situation.askable(), Purpose.MAKE_APP_PASSWORD);
        }
        if (situation.linked()) {
            return withoutProofOfProvider(situation);
        }
        if (situation.waitsUntil() != null) {
            return new Wait(situation.waitsUntil(), situation.hasAcceptedFactor());
        }
        return situation.hasAcceptedFactor() ? new Refuse(Refusal.SIGN_IN_AGAIN) : withoutFactor(situation);
    }

    private static GateStep withoutProofOfProvider(GateSituation situation) {
        boolean offer = situation.firstFactorThere() && situation.setUpOffered();
        return offer && !situation.enrollable().isEmpty()
                ? new OfferSetUp(situation.enrollable(), Having.PROVIDER, true)
                : new Refuse(Refusal.SIGN_IN_AT_PROVIDER);
    }

    private static GateStep withoutFactor(GateSituation situation) {
        boolean canSetUp = situation.setUpOffered() && !situation.enrollable().isEmpty();
        if (situation.recoveryCodesOnly() && !canSetUp) {
            return new Refuse(Refusal.RECOVERY_CODES_ONLY);
        }
        if (!situation.setUpOffered()) {
            return new Refuse(Refusal.SET_UP_NOT_OFFERED);
        }
        if (situation.enrollable().isEmpty()) {
            return new Refuse(Refusal.NOTHING_TO_SET_UP);
        }
        if (!situation.vouching().isEmpty() && !situation.vouched()) {
            return new AskForFactor(situation.vouching(), Purpose.VOUCH_FOR_SET_UP);
        }
        Having having = situation.recoveryCodesOnly() ? Having.RECOVERY_CODES : Having.NOTHING;
        return new OfferSetUp(situation.enrollable(), having, situation.setUpCounts());
    }
}
