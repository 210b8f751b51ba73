package io.github.keycloakapppasswords.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TotpTest {
    private static final String RFC_KEY = "12345678901234567890";

    /** RFC 6238 appendix B, SHA-1, the last six of its eight digits. */
    @ParameterizedTest
    @CsvSource({"59,287082", "1111111109,081804", "1111111111,050471", "1234567890,005924", "20000000000,353130"})
    void givesTheCodesOfTheRfc(long second, String code) {
        assertThat(at(second).freshCode()).isEqualTo(code);
    }

    @Test
    void givesNoCodeTwice() {
        Totp app = at(59);

        assertThat(app.freshCode()).isEqualTo(app.codeAt(1));
        assertThat(app.freshCode()).isEqualTo(app.codeAt(2));
    }

    @Test
    void readsTheKeyThatItShows() {
        Totp app = Totp.ofBase32("GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");

        assertThat(app.text()).isEqualTo(RFC_KEY);
        assertThat(app.base32()).isEqualTo("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    }

    @Test
    void padsAKeyOfAnyLength() {
        assertThat(Totp.ofText("foob", Clock.systemUTC()).base32()).isEqualTo("MZXW6YQ");
        assertThat(Totp.ofBase32("MZXW6YQ=").text()).isEqualTo("foob");
    }

    @Test
    void refusesAKeyThatIsNotBase32() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Totp.ofBase32("GEZ1"))
                .withMessageContaining("position 3");
    }

    private static Totp at(long second) {
        return Totp.ofText(RFC_KEY, Clock.fixed(Instant.ofEpochSecond(second), ZoneOffset.UTC));
    }
}
