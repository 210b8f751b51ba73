package io.github.keycloakapppasswords.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.cluster.Answer.Judgement;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Which answers the judge calls right. All times are seconds after {@link #BEGIN}. */
class TruthTest {
    private static final Instant BEGIN = Instant.parse("2026-11-23T08:00:00Z");
    private static final Duration OUTAGE = Duration.ofSeconds(20);

    private final Bounds bounds = new Bounds(OUTAGE);
    private final Truth truth = Truth.of(bounds, true);

    private static Instant at(double seconds) {
        return BEGIN.plusMillis(Math.round(seconds * 1000));
    }

    private static Judgement answer(Truth of, int status, double asked, double answered) {
        return new Answer(status, at(asked), at(answered)).judge(of);
    }

    private Judgement accepted(double asked) {
        return answer(truth, 200, asked, asked + 0.1);
    }

    private Judgement refused(double asked) {
        return answer(truth, 401, asked, asked + 0.1);
    }

    private void revoked(double sent, double done) {
        truth.begin(false, at(sent)).done(at(done));
    }

    @Test
    void wantsAGoodPairToBeAccepted() {
        assertThat(accepted(1)).isEqualTo(Judgement.RIGHT);
        assertThat(refused(1)).isEqualTo(Judgement.WRONG_REJECT);
    }

    @Test
    void wantsABadPairToBeRefused() {
        Truth nobodys = Truth.of(bounds, false);

        assertThat(answer(nobodys, 200, 1, 1.1)).isEqualTo(Judgement.WRONG_ACCEPT);
        assertThat(answer(nobodys, 401, 1, 1.1)).isEqualTo(Judgement.RIGHT);
    }

    @Test
    void takesEveryOtherAnswerForNone() {
        for (int status : new int[] {Answer.NONE, 400, 404, 429, 500, 502, 503, 504}) {
            assertThat(answer(truth, status, 1, 1.1)).isEqualTo(Judgement.UNAVAILABLE);
        }
    }

    @Test
    void takesBothFromTheRequestToTheBoundAfterItsAcknowledgement() {
        revoked(10, 12);

        assertThat(refused(9.5)).isEqualTo(Judgement.WRONG_REJECT);
        assertThat(answer(truth, 401, 9.5, 10.1))
                .as("answered after the request")
                .isEqualTo(Judgement.RIGHT);
        for (double time : new double[] {10.5, 12.5, 14.9}) {
            assertThat(accepted(time)).isEqualTo(Judgement.RIGHT);
            assertThat(refused(time)).isEqualTo(Judgement.RIGHT);
        }
        assertThat(accepted(15.1)).isEqualTo(Judgement.WRONG_ACCEPT);
        assertThat(refused(15.1)).isEqualTo(Judgement.RIGHT);
    }

    @Test
    void takesBothWhileAChangeIsNotAcknowledged() {
        truth.begin(false, at(10));

        assertThat(accepted(1000)).isEqualTo(Judgement.RIGHT);
        assertThat(refused(1000)).isEqualTo(Judgement.RIGHT);
    }

    @Test
    void wantsTheLastOfSeveralChanges() {
        revoked(10, 10);
        truth.begin(true, at(20)).done(at(20));

        assertThat(accepted(15)).isEqualTo(Judgement.WRONG_ACCEPT);
        assertThat(accepted(25)).isEqualTo(Judgement.RIGHT);
        assertThat(refused(25)).isEqualTo(Judgement.WRONG_REJECT);
    }

    @Test
    void measuresFromTheAcknowledgementToTheLastQuestionThatWasAccepted() {
        assertThat(truth.sinceEnd(at(5))).isEmpty();
        revoked(10, 12);

        assertThat(truth.sinceEnd(at(11))).isEmpty();
        assertThat(truth.sinceEnd(at(14))).hasValue(Duration.ofSeconds(2));
    }

    @Nested
    class WithADate {
        private final Truth dated = Truth.until(bounds, at(30));

        WithADate() {
            dated.begin(true, at(0)).done(at(0));
        }

        @Test
        void wantsItToCountToTheHalfSecond() {
            assertThat(answer(dated, 401, 29, 29.1)).isEqualTo(Judgement.WRONG_REJECT);
            assertThat(answer(dated, 401, 29.6, 29.7)).isEqualTo(Judgement.RIGHT);
            assertThat(answer(dated, 200, 30.4, 30.5)).isEqualTo(Judgement.RIGHT);
            assertThat(answer(dated, 200, 30.6, 30.7)).isEqualTo(Judgement.WRONG_ACCEPT);
        }
    }

    /** The bounds' own times are those of the clock. */
    @Nested
    class WhileANodeDoesNotReachTheDatabase {
        private final Instant now = Instant.now();

        private Judgement accepted(Duration later) {
            Instant asked = now.plus(later);
            return new Answer(200, asked, asked.plusMillis(100)).judge(truth);
        }

        @Test
        void takesWhatTheNodeRemembersUntilItsOutageIsOver() {
            Bounds.Blindness blindness = bounds.blind(true);
            truth.begin(false, now.plusSeconds(1)).done(now.plusSeconds(1));

            assertThat(accepted(Duration.ofSeconds(15))).isEqualTo(Judgement.RIGHT);
            assertThat(accepted(OUTAGE.plusSeconds(4))).isEqualTo(Judgement.WRONG_ACCEPT);
            assertThat(blindness).isNotNull();
        }

        @Test
        void wantsTheBoundAgainOnceTheNodeReachesIt() {
            Bounds.Blindness blindness = bounds.blind(true);
            truth.begin(false, now).done(now);
            blindness.end(() -> {});

            assertThat(accepted(Duration.ofMillis(2500))).isEqualTo(Judgement.RIGHT);
            assertThat(accepted(Duration.ofSeconds(4))).isEqualTo(Judgement.WRONG_ACCEPT);
        }

        @Test
        void wantsTheOthersToObeyWhileOneHangs() {
            Bounds.Blindness blindness = bounds.blind(false);
            truth.begin(false, now.minusSeconds(60)).done(now.minusSeconds(1));
            Duration later = Duration.ofMillis(2500);

            assertThat(accepted(later)).isEqualTo(Judgement.WRONG_ACCEPT);

            blindness.end(() -> {});
            assertThat(accepted(later)).as("the one that hung answers").isEqualTo(Judgement.RIGHT);
            assertThat(accepted(Duration.ofSeconds(4))).isEqualTo(Judgement.WRONG_ACCEPT);
        }
    }
}
