package io.github.keycloakapppasswords.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EnrolmentCircumstancesTest {

    @Test
    void countsForWhoHadNoneAndHasJustGivenTheFirstFactor() {
        assertThat(new EnrolmentCircumstances(false, false, false, true, false, false, false).countsAsProof())
                .isTrue();
    }

    @Test
    void countsForWhoHasProvedAFormerFactor() {
        assertThat(all().filter(EnrolmentCircumstances::hadFactor)
                        .filter(EnrolmentCircumstances::provedFormerFactor)
                        .filter(c -> !c.actionToken() && !c.impersonated()))
                .allMatch(EnrolmentCircumstances::countsAsProof)
                .hasSize(8);
    }

    @Test
    void neverCountsForWhoHadAFactorAndDidNotProveIt() {
        assertThat(all().filter(c -> c.hadFactor() && !c.provedFormerFactor()))
                .noneMatch(EnrolmentCircumstances::countsAsProof);
    }

    @Test
    void neverCountsForWhoLostTheLastOneWithinTheWaitingTime() {
        assertThat(all().filter(c -> !c.hadFactor() && c.waiting())).noneMatch(EnrolmentCircumstances::countsAsProof);
    }

    @Test
    void neverCountsAfterAnActionToken() {
        assertThat(all().filter(EnrolmentCircumstances::actionToken)).noneMatch(EnrolmentCircumstances::countsAsProof);
    }

    @Test
    void neverCountsInAnImpersonatedSession() {
        assertThat(all().filter(EnrolmentCircumstances::impersonated)).noneMatch(EnrolmentCircumstances::countsAsProof);
    }

    @Test
    void neverCountsOverSingleSignOnForWhoHadNone() {
        assertThat(all().filter(c -> !c.hadFactor() && c.singleSignOn()))
                .noneMatch(EnrolmentCircumstances::countsAsProof);
    }

    @Test
    void neverCountsForWhoHadNoneAndGaveNoFirstFactor() {
        assertThat(all().filter(c -> !c.hadFactor() && !c.firstFactorInteractive()))
                .noneMatch(EnrolmentCircumstances::countsAsProof);
    }

    private static Stream<EnrolmentCircumstances> all() {
        return IntStream.range(0, 128)
                .mapToObj(bits -> new EnrolmentCircumstances(
                        (bits & 1) != 0,
                        (bits & 2) != 0,
                        (bits & 4) != 0,
                        (bits & 8) != 0,
                        (bits & 16) != 0,
                        (bits & 32) != 0,
                        (bits & 64) != 0));
    }
}
