package io.github.keycloakapppasswords.factor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FactorAbsenceTest {

    private static final Instant START = Instant.parse("2030-01-02T03:04:05Z");
    private static final Duration GRACE = Duration.ofHours(24);

    private static Instant after(int hours) {
        return START.plus(Duration.ofHours(hours));
    }

    @Test
    void suspendsNobodyWhoseFactorIsThere() {
        assertThat(FactorAbsence.NONE.suspends(START, Duration.ZERO)).isFalse();
        assertThat(FactorAbsence.NONE.back(START)).isEqualTo(FactorAbsence.NONE);
    }

    @Test
    void suspendsWhenTheGraceIsOver() {
        FactorAbsence gone = FactorAbsence.NONE.gone(START, GRACE);

        assertThat(gone.suspends(START, GRACE)).isFalse();
        assertThat(gone.suspends(after(24).minusMillis(1), GRACE)).isFalse();
        assertThat(gone.suspends(after(24), GRACE)).isTrue();
    }

    @Test
    void suspendsAtOnceWithoutAGrace() {
        assertThat(FactorAbsence.NONE.gone(START, Duration.ZERO).suspends(START, Duration.ZERO))
                .isTrue();
    }

    @Test
    void isNotedOnceHoweverOftenItIsNoticed() {
        FactorAbsence gone = FactorAbsence.NONE.gone(START, GRACE);

        assertThat(gone.gone(after(23), GRACE)).isSameAs(gone);
    }

    @Test
    void endsWhenAFactorIsBack() {
        FactorAbsence back =
                FactorAbsence.NONE.gone(START, GRACE).suspended(after(24)).back(after(30));

        assertThat(back.suspends(after(31), GRACE)).isFalse();
        assertThat(back.suspendedAt()).isNull();
    }

    @Test
    void getsNoNewGraceByAFactorThatWasThereForAMoment() {
        FactorAbsence toggled = FactorAbsence.NONE
                .gone(START, GRACE)
                .back(after(23))
                .gone(after(23).plusSeconds(1), GRACE);

        assertThat(toggled.suspends(after(24).minusMillis(1), GRACE)).isFalse();
        assertThat(toggled.suspends(after(24), GRACE)).isTrue();
    }

    @Test
    void isSuspendedAgainAtOnceWhenTheGraceWasUsedUp() {
        FactorAbsence toggled = FactorAbsence.NONE
                .gone(START, GRACE)
                .suspended(after(24))
                .back(after(30))
                .gone(after(31), GRACE);

        assertThat(toggled.suspends(after(31), GRACE)).isTrue();
    }

    @Test
    void getsANewGraceByAFactorThatWasThereAsLongAsTheGrace() {
        FactorAbsence again =
                FactorAbsence.NONE.gone(START, GRACE).back(after(1)).gone(after(25), GRACE);

        assertThat(again.suspends(after(25), GRACE)).isFalse();
        assertThat(again.suspends(after(49), GRACE)).isTrue();
    }

    @Test
    void winsNoTimeByAClockSetBack() {
        FactorAbsence gone = FactorAbsence.NONE.gone(START, GRACE);

        assertThat(gone.suspends(after(-1), GRACE)).isTrue();
        assertThat(gone.suspended(after(24)).suspends(after(23), GRACE)).isTrue();
        assertThat(gone.back(after(1)).gone(after(-100), GRACE).suspends(after(-100), GRACE))
                .isTrue();
    }

    @Test
    void forgivesNodesWhoseClocksDifferALittle() {
        FactorAbsence gone = FactorAbsence.NONE.gone(START, GRACE);

        assertThat(gone.suspends(START.minus(FactorAbsence.CLOCK_TOLERANCE), GRACE))
                .isFalse();
    }

    @Test
    void goesOnWhenTheAdminMakesTheGraceLonger() {
        FactorAbsence suspended = FactorAbsence.NONE.gone(START, GRACE).suspended(after(24));

        assertThat(suspended.suspends(after(25), Duration.ofDays(2))).isFalse();
    }
}
