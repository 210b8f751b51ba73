package io.github.keycloakapppasswords.reporting;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.verdict.Reason;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FoldTest {

    private static Fold from(@Nullable String address) {
        return Fold.ofGateway("realm", "dovecot", Reason.GATEWAY_CREDENTIAL_WRONG, address);
    }

    @Test
    void aGatewaysFaultIsOneNewsForAnIpv6Network() {
        assertThat(from("2001:db8::1")).isEqualTo(from("2001:db8:0:0:ffff::2"));
        assertThat(from("2001:db8::1")).isNotEqualTo(from("2001:db8:0:1::1"));
    }

    @Test
    void aGatewaysFaultIsOneNewsForAnIpv4Address() {
        assertThat(from("192.0.2.1")).isEqualTo(from("192.0.2.1")).isNotEqualTo(from("192.0.2.2"));
        assertThat(from(null)).isEqualTo(from("no address"));
    }

    @Test
    void aGatewaysFaultIsNewsAgainAfterAQuarterOfAnHour() {
        assertThat(from("192.0.2.1").lasts()).isEqualTo(Duration.ofMinutes(15));
    }
}
