package io.github.keycloakapppasswords.factor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.factor.FactorNote.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FactorHistoryTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration WAIT = Duration.ofHours(24);

    private static Optional<Instant> waitsUntil(FactorNote... notes) {
        return new FactorHistory(List.of(notes)).waitsUntil(WAIT, NOW);
    }

    private static FactorNote note(Kind kind, int hoursAgo) {
        return FactorNote.of(kind, NOW.minus(Duration.ofHours(hoursAgo)));
    }

    @Test
    void doesNotWaitIfTheUserNeverHadOne() {
        assertThat(waitsUntil()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"REMOVED", "GONE"})
    void waitsAfterARemoval(Kind kind) {
        assertThat(waitsUntil(note(kind, 1), note(Kind.PRESENT, 5))).contains(NOW.plus(Duration.ofHours(23)));
        assertThat(waitsUntil(note(kind, 24), note(Kind.PRESENT, 25))).isEmpty();
    }

    @Test
    void knowsWhetherAnAdminActedAfterATime() {
        FactorHistory history = new FactorHistory(List.of(note(Kind.STOPPED, 3), note(Kind.RESET, 2)));

        assertThat(history.isResetAfter(NOW.minus(Duration.ofHours(4)))).isTrue();
        assertThat(history.isResetAfter(NOW.minus(Duration.ofHours(1)))).isFalse();
        assertThat(history.isStopped()).isFalse();
        assertThat(new FactorHistory(List.of(note(Kind.STOPPED, 3), note(Kind.REMOVED, 2)))
                        .isResetAfter(NOW.minus(Duration.ofHours(4))))
                .isFalse();
    }

    @Test
    void takesAnUnknownFactorOnlyWhereNothingWasNotedOrAnAdminActedLast() {
        assertThat(new FactorHistory(List.of()).takesUnknown()).isTrue();
        assertThat(new FactorHistory(List.of(note(Kind.PRESENT, 2), note(Kind.RESET, 1))).takesUnknown())
                .isTrue();
        assertThat(new FactorHistory(List.of(note(Kind.RESET, 2), note(Kind.PRESENT, 1))).takesUnknown())
                .isFalse();
        assertThat(new FactorHistory(List.of(note(Kind.PRESENT, 2), note(Kind.REMOVED, 1))).takesUnknown())
                .isFalse();
    }

    @Test
    void takesAnUnknownLinkOnlyWhereNothingAtAllWasNotedOrAnAdminActedLast() {
        FactorNote link = FactorNote.proved(FactorNote.linkId("corp", "alice"), NOW.minus(Duration.ofHours(3)));

        assertThat(new FactorHistory(List.of()).takesUnknownLink()).isTrue();
        assertThat(new FactorHistory(List.of(link)).takesUnknownLink()).isFalse();
        assertThat(new FactorHistory(List.of(link, note(Kind.RESET, 1))).takesUnknownLink())
                .isTrue();
        assertThat(new FactorHistory(List.of(note(Kind.RESET, 4), link)).takesUnknownLink())
                .isFalse();
    }

    @Test
    void hadAFactorLatelyWhileThereIsOneOrTheWaitingTimeAfterItLasts() {
        assertThat(new FactorHistory(List.of()).hadFactorLately(WAIT, NOW)).isFalse();
        assertThat(new FactorHistory(List.of(note(Kind.PRESENT, 900))).hadFactorLately(WAIT, NOW))
                .isTrue();
        assertThat(new FactorHistory(List.of(note(Kind.PRESENT, 900), note(Kind.REMOVED, 23)))
                        .hadFactorLately(WAIT, NOW))
                .isTrue();
        assertThat(new FactorHistory(List.of(note(Kind.PRESENT, 900), note(Kind.REMOVED, 24)))
                        .hadFactorLately(WAIT, NOW))
                .isFalse();
    }

    @Test
    void namesALinkByAnIdThatCanBeStoredAndIsNoOthers() {
        String id = FactorNote.linkId("corp", "x".repeat(300));

        assertThat(id).hasSize(FactorNote.LONGEST_ID).contains(":");
        assertThat(FactorNote.linkId("corp", "x".repeat(299))).isNotEqualTo(id);
        assertThat(FactorNote.linkId("corp", "1a")).isNotEqualTo(FactorNote.linkId("corp1", "a"));
    }

    @Test
    void waitsAfterTheLastOfSeveralRemovals() {
        assertThat(waitsUntil(note(Kind.REMOVED, 30), note(Kind.REMOVED, 2))).contains(NOW.plus(Duration.ofHours(22)));
    }

    @Test
    void doesNotWaitAfterAnAdminTookTheLastOneAway() {
        assertThat(waitsUntil(note(Kind.REMOVED, 2), note(Kind.RESET, 1))).isEmpty();
        assertThat(waitsUntil(note(Kind.RESET, 2), note(Kind.REMOVED, 1))).isPresent();
        assertThat(waitsUntil(note(Kind.RESET, 1), note(Kind.REMOVED, 1))).isPresent();
    }

    @Test
    void isStoppedByTheOwnerUntilAnAdminTakesAFactorAway() {
        assertThat(new FactorHistory(List.of(note(Kind.STOPPED, 900))).isStopped())
                .isTrue();
        assertThat(new FactorHistory(List.of(note(Kind.STOPPED, 2), note(Kind.RESET, 3))).isStopped())
                .isTrue();
        assertThat(new FactorHistory(List.of(note(Kind.STOPPED, 3), note(Kind.RESET, 2))).isStopped())
                .isFalse();
        assertThat(new FactorHistory(List.of(note(Kind.STOPPED, 3), note(Kind.PRESENT, 2))).isStopped())
                .isTrue();
        assertThat(new FactorHistory(List.of(note(Kind.REMOVED, 2), note(Kind.PRESENT, 3))).isStopped())
                .isFalse();
    }

    @Test
    void doesNotWaitWithoutAWaitingTime() {
        assertThat(new FactorHistory(List.of(note(Kind.REMOVED, 0))).waitsUntil(Duration.ZERO, NOW))
                .isEmpty();
    }

    @Test
    void tellsFactorsApartThatWereSetUpWithoutProof() {
        FactorHistory history = new FactorHistory(List.of(FactorNote.unproved("thiefs", NOW), note(Kind.PRESENT, 9)));

        assertThat(history.unprovedUntil("thiefs", WAIT, NOW)).contains(NOW.plus(WAIT));
        assertThat(history.unprovedUntil("owners", WAIT, NOW)).isEmpty();
        assertThat(history.unprovedUntil("thiefs", WAIT, NOW.plus(WAIT))).isEmpty();
        assertThat(history.endsWithFactor()).isTrue();
    }
}
