package io.github.keycloakapppasswords.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LastRefusalTest {

    private static final Instant AT = Instant.parse("2026-12-01T10:00:00Z");
    private static final Instant UNTIL = AT.plus(Duration.ofHours(1));

    @Test
    void isReadAsItWasWritten() {
        for (LastRefusal refusal :
                new LastRefusal[] {new LastRefusal("wait_new", AT, UNTIL), new LastRefusal("locked", AT, null)}) {
            assertThat(LastRefusal.read(refusal.note(), AT.plusSeconds(1))).contains(refusal);
        }
    }

    @Test
    void explainsNothingLater() {
        String note = new LastRefusal("stopped", AT, null).note();

        assertThat(LastRefusal.read(note, AT.plus(LastRefusal.KEPT).minusSeconds(1)))
                .isPresent();
        assertThat(LastRefusal.read(note, AT.plus(LastRefusal.KEPT))).isEmpty();
    }

    @Test
    void isOverWithItsTime() {
        String note = new LastRefusal("wait_new", AT, AT.plusSeconds(60)).note();

        assertThat(LastRefusal.read(note, AT.plusSeconds(59))).isPresent();
        assertThat(LastRefusal.read(note, AT.plusSeconds(60))).isEmpty();
    }

    /** A mapper of an identity provider can write anything. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "locked",
                "locked ",
                "<b> 1764583200",
                "locked 1764583200 ",
                "locked 17645832000",
                "locked 1764583200 +10000-01-01",
                "locked 1764583200 99999999999",
                "LOCKED 1764583200"
            })
    void isNotReadFromAnythingElse(String note) {
        assertThat(LastRefusal.read(note, AT)).isEmpty();
    }

    @Test
    void isEmptyWithoutANote() {
        assertThat(LastRefusal.read(null, AT)).isEmpty();
    }
}
