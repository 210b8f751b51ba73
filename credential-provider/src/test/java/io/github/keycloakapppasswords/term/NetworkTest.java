package io.github.keycloakapppasswords.term;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTest {

    @ParameterizedTest
    @CsvSource({
        "192.0.2.0/24, 192.0.2.0, true",
        "192.0.2.0/24, 192.0.2.255, true",
        "192.0.2.0/24, 192.0.3.0, false",
        "192.0.2.0/24, 2001:db8::1, false",
        "192.0.2.0/24, ::ffff:192.0.2.7, true",
        "192.0.2.7, 192.0.2.7, true",
        "192.0.2.7, 192.0.2.8, false",
        "0.0.0.0/0, 203.0.113.9, true",
        "0.0.0.0/0, 2001:db8::1, false",
        "10.128.0.0/9, 10.127.255.255, false",
        "2001:db8::/33, 2001:db8:7fff::1, true",
        "2001:db8::/33, 2001:db8:8000::1, false",
        "::/0, 2001:db8::1, true",
        "::ffff:192.0.2.0/120, 192.0.2.255, true",
        "::ffff:192.0.2.0/120, ::ffff:192.0.2.7, true",
        "::ffff:192.0.2.0/120, 192.0.3.0, false",
        "::FFFF:c000:200/120, 192.0.2.7, true",
        "::ffff:192.0.2.7, 192.0.2.7, true",
        "::ffff:192.0.2.7/128, 192.0.2.8, false",
        "::ffff:0:0/96, 203.0.113.9, true",
        "::ffff:0:0/96, 2001:db8::1, false"
    })
    void containsWhatLiesInIt(String network, String address, boolean contained) {
        assertThat(Network.parse(network).contains(IpAddress.parse(address).orElseThrow()))
                .isEqualTo(contained);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/24",
                "localhost",
                "example.org/24",
                "192.0.2/24",
                "192.0.2.0/",
                "192.0.2.0/33",
                "192.0.2.0/-1",
                "192.0.2.0/024",
                "192.0.2.0/24/24",
                "0192.0.2.0/24",
                "256.0.0.0/8",
                "2001:db8::/129",
                "::ffff:192.0.2.0/24",
                "::ffff:0.0.0.0/95",
                "::ffff:192.0.2.0/129",
                "fe80::1%eth0",
                "192.0.2.0 /24",
                "::1::",
                ":",
                "1",
                "0x7f.0.0.1"
            })
    void refusesWhatIsNoNetwork(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Network.parse(text));
    }

    @Test
    void refusesBitsBehindThePrefix() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Network.parse("192.0.2.7/24"))
                .withMessage("The network \"192.0.2.7/24\" has bits set behind its prefix length of 24; clear them or"
                        + " lengthen it.");
    }

    @Test
    void isWrittenInFull() {
        assertThat(Network.parse("192.0.2.7")).hasToString("192.0.2.7/32").isEqualTo(Network.parse("192.0.2.7/32"));
    }

    @Test
    void isTheSameIfAddressAndPrefixAreTheSame() {
        Network network = Network.parse("192.0.2.0/24");

        assertThat(network)
                .isEqualTo(Network.parse("192.0.2.0/24"))
                .hasSameHashCodeAs(Network.parse("::ffff:192.0.2.0/120"));
        assertThat(network)
                .isNotEqualTo(Network.parse("192.0.2.0/25"))
                .isNotEqualTo(Network.parse("198.51.100.0/24"))
                .isNotEqualTo("192.0.2.0/24");
    }

    @Test
    void ofMappedAddressesIsWrittenAsIpv4() {
        assertThat(Network.parse("::ffff:192.0.2.0/120")).hasToString("192.0.2.0/24");
        assertThat(Network.parse("::ffff:192.0.2.7")).hasToString("192.0.2.7/32");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Network.parse("::ffff:192.0.2.0/24"))
                .withMessageContaining("must be a number from 96 to 128");
    }

    /** RFC 5952, sections 4 and 5. */
    @ParameterizedTest
    @CsvSource({
        "2001:DB8::/32, 2001:db8::/32",
        "2001:0db8:0:0:0:0:0:1, 2001:db8::1/128",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1/128",
        "2001:0:0:1:0:0:0:1, 2001:0:0:1::1/128",
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1/128",
        "0:0:0:0:0:0:0:0/0, ::/0",
        "0:0:0:0:0:0:0:1, ::1/128",
        "1:0:0:0:0:0:0:0/16, 1::/16",
        "64:ff9b::192.0.2.0/120, 64:ff9b::c000:200/120",
        "192.0.2.7, 192.0.2.7/32"
    })
    void isWrittenAsPeopleWriteIt(String text, String written) {
        assertThat(Network.parse(text)).hasToString(written).isEqualTo(Network.parse(written));
    }
}
