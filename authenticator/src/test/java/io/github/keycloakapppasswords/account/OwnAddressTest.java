package io.github.keycloakapppasswords.account;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OwnAddressTest {

    @ParameterizedTest
    @CsvSource({
        "192.0.2.7,192.0.2.7",
        "::ffff:192.0.2.7,192.0.2.7",
        "2001:DB8:0:0:0:0:0:7,2001:db8::7",
    })
    void isWrittenAsUsesHaveIt(String remoteAddress, String written) {
        assertThat(OwnAddress.of(remoteAddress)).isEqualTo(written);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.1.2.3", "::1", "0:0:0:0:0:0:0:1", "::ffff:127.0.0.1", "unknown", ""})
    void isMissingForTheLoopbackAndForNoAddress(String remoteAddress) {
        assertThat(OwnAddress.of(remoteAddress)).isNull();
    }

    @Test
    void isMissingWithoutARemoteAddress() {
        assertThat(OwnAddress.of(null)).isNull();
    }
}
