package io.github.keycloakapppasswords.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.gate.GateStep.Purpose;
import io.github.keycloakapppasswords.gate.GateStep.Refusal;
import io.github.keycloakapppasswords.proof.FactorKind;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class GateStepTest {
    private static final Instant UNTIL = Instant.parse("2026-03-02T12:00:00Z");

    /** Every situation there can be, with one kind in each list or none. */
    private static Stream<GateSituation> all() {
        return IntStream.range(0, 1 << 19)
                .mapToObj(bits -> new GateSituation(
                        bit(bits, 0),
                        bit(bits, 1),
                        bit(bits, 2),
                        bit(bits, 18),
                        bit(bits, 3),
                        bit(bits, 4),
                        bit(bits, 5),
                        bit(bits, 6),
                        bit(bits, 7),
                        bit(bits, 8) ? List.of(FactorKind.OTP) : List.of(),
                        bit(bits, 13),
                        bit(bits, 14),
                        bit(bits, 9) ? List.of(FactorKind.PASSKEY) : List.of(),
                        bit(bits, 10),
                        bit(bits, 15) ? UNTIL : null,
                        bit(bits, 16),
                        bit(bits, 17),
                        bit(bits, 11),
                        bit(bits, 12) ? List.of(FactorKind.SECURITY_KEY) : List.of()));
    }

    private static boolean bit(int bits, int position) {
        return (bits >> position & 1) != 0;
    }

    private static Stream<GateSituation> with(GateStep step) {
        return all().filter(situation -> GateStep.of(situation).equals(step));
    }

    @Nested
    class TheForm {
        private final List<GateSituation> reached =
                with(new GateStep.EnterForm()).toList();

        @Test
        void isReached() {
            assertThat(reached).isNotEmpty();
        }

        @Test
        void needsFreshProof() {
            assertThat(reached).allMatch(GateSituation::proofFresh);
        }

        @Test
        void isClosedAtOnceWhenTheLastFactorIsGone() {
            assertThat(reached).allMatch(GateSituation::hasAcceptedFactor);
        }

        @Test
        void needsTheUserToHaveStartedIt() {
            assertThat(reached).allMatch(GateSituation::startedByUser);
        }

        @Test
        void isClosedToImpersonatorsAndLockedAccounts() {
            assertThat(reached)
                    .noneMatch(GateSituation::impersonated)
                    .noneMatch(GateSituation::locked)
                    .noneMatch(GateSituation::stopped);
        }

        @Test
        void needsAValidPolicyAndRoomForOneMore() {
            assertThat(reached).allMatch(GateSituation::policyValid).noneMatch(GateSituation::maximumReached);
        }

        @Test
        void isShownOnceARun() {
            assertThat(reached).noneMatch(GateSituation::madeInThisRun);
        }
    }

    @Nested
    class SettingOneUp {
        private final List<GateSituation> reached = all().filter(
                        situation -> GateStep.of(situation) instanceof GateStep.OfferSetUp offer
                                && offer.situation() != GateStep.Having.PROVIDER)
                .toList();

        @Test
        void isForWhoHasNoAcceptedFactor() {
            assertThat(reached)
                    .isNotEmpty()
                    .noneMatch(GateSituation::hasAcceptedFactor)
                    .allMatch(situation -> situation.askable().isEmpty());
        }

        @Test
        void needsTheFormerFactorWhereThereIsOne() {
            assertThat(reached).allMatch(situation -> situation.vouching().isEmpty() || situation.vouched());
        }

        @Test
        void needsThePolicyToOfferIt() {
            assertThat(reached).allMatch(GateSituation::setUpOffered);
        }

        @Test
        void saysWhatTheUserHas() {
            assertThat(reached)
                    .allMatch(situation -> ((GateStep.OfferSetUp) GateStep.of(situation)).situation()
                            == (situation.recoveryCodesOnly()
                                    ? GateStep.Having.RECOVERY_CODES
                                    : GateStep.Having.NOTHING));
        }

        @Test
        void isNotOfferedWhileTheUserWaits() {
            assertThat(reached).allMatch(situation -> situation.waitsUntil() == null);
        }
    }

    /** Who came through an identity provider that said nothing of a second factor. */
    @Nested
    class SettingOneUpOrUsingTheOneThere {
        private final List<GateSituation> reached = with(new GateStep.OfferSetUp(
                        List.of(FactorKind.SECURITY_KEY), GateStep.Having.PROVIDER, true))
                .toList();

        @Test
        void isForWhoHasJustComeThroughTheProviderAndHasNoOther() {
            assertThat(reached)
                    .isNotEmpty()
                    .allMatch(GateSituation::linked)
                    .allMatch(GateSituation::firstFactorThere)
                    .allMatch(situation -> situation.askable().isEmpty());
        }

        @Test
        void needsThePolicyToOfferIt() {
            assertThat(reached).allMatch(GateSituation::setUpOffered);
        }
    }

    @Test
    void doesNothingUnlessTheUserStartedIt() {
        assertThat(all().filter(situation -> !situation.startedByUser()).map(GateStep::of))
                .allMatch(GateStep.Ignore.class::isInstance);
    }

    @Test
    void asksForAFactorOnlyToMakeOneOrToVouch() {
        assertThat(all().map(GateStep::of).filter(GateStep.AskForFactor.class::isInstance))
                .containsOnly(
                        new GateStep.AskForFactor(List.of(FactorKind.OTP), Purpose.MAKE_APP_PASSWORD),
                        new GateStep.AskForFactor(List.of(FactorKind.PASSKEY), Purpose.VOUCH_FOR_SET_UP));
    }

    @Test
    void sendsWhoseFactorIsNewToSignInAgain() {
        assertThat(GateStep.of(withoutProof(false))).isEqualTo(new GateStep.Refuse(Refusal.SIGN_IN_AGAIN));
    }

    @Test
    void sendsWhoseFactorIsAnIdentityProvidersBackThere() {
        assertThat(GateStep.of(withoutProof(true))).isEqualTo(new GateStep.Refuse(Refusal.SIGN_IN_AT_PROVIDER));
    }

    private static GateSituation withoutProof(boolean linked) {
        return new GateSituation(
                true, false, false, false, false, true, false, false, true, List.of(), linked, false, List.of(), false,
                null, false, true, true, List.of());
    }

    @Test
    void hasADeadEndForNobodyWithoutAReason() {
        assertThat(all().map(GateStep::of)
                        .filter(GateStep.Refuse.class::isInstance)
                        .map(GateStep.Refuse.class::cast)
                        .map(GateStep.Refuse::reason)
                        .distinct())
                .containsExactlyInAnyOrderElementsOf(EnumSet.complementOf(EnumSet.of(Refusal.NOTHING_ON_OFFER)));
    }

    @Test
    void leadsToOneWhereverItDoesNotEnd() {
        assertThat(all().map(GateStep::of)).allSatisfy(step -> assertThat(step.leadsToOne())
                .isNotEqualTo(step instanceof GateStep.Refuse
                        || step instanceof GateStep.Ignore
                        || step instanceof GateStep.AlreadyMade));
    }
}
