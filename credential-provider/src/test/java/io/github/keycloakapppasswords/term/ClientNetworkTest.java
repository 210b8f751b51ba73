package io.github.keycloakapppasswords.term;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientNetworkTest {

    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, 192.0.2.0/24",
        "192.0.2.255, 192.0.2.0/24",
        "0.0.0.0, 0.0.0.0/24",
        "::ffff:198.51.100.9, 198.51.100.0/24",
        "2001:db8:1:2:3:4:5:6, 2001:db8:1:0:0:0:0:0/48",
        "2001:db8:1:ffff::1, 2001:db8:1:0:0:0:0:0/48",
        "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, ffff:ffff:ffff:0:0:0:0:0/48",
        "::1, 0:0:0:0:0:0:0:0/48"
    })
    void isTheNetworkOfALine(String address, String network) {
        assertThat(IpAddress.parse(address).map(ClientNetwork::of)).hasValue(network);
        assertThat(network.length()).isLessThanOrEqualTo(49);
    }
}
