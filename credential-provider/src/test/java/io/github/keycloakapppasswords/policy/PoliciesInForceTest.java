package io.github.keycloakapppasswords.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PoliciesInForceTest {

    private static final Map<String, String> GOOD = Map.of("suspension-grace-hours", "1");
    private static final Map<String, String> BAD = Map.of("suspension-grace-hours", "soon");

    private final PoliciesInForce policies = new PoliciesInForce();

    private Duration grace(String realm, Map<String, String> settings) {
        return policies.of(realm, realm, settings).lifeCycle().suspensionGrace();
    }

    @Test
    void isTheLastGoodOneWhileTheStoredOneIsInvalid() {
        assertThat(grace("a", GOOD)).isEqualTo(Duration.ofHours(1));
        assertThat(grace("a", BAD)).isEqualTo(Duration.ofHours(1));
        assertThat(grace("a", Map.of("suspension-grace-hours", "-1"))).isEqualTo(Duration.ofHours(1));
        assertThat(grace("a", Map.of("suspension-grace-hours", "2"))).isEqualTo(Duration.ofHours(2));
    }

    @Test
    void isTheDefaultWhereNoGoodOneWasSeen() {
        assertThat(grace("a", GOOD)).isEqualTo(Duration.ofHours(1));
        assertThat(grace("b", BAD)).isEqualTo(Duration.ofHours(24));
    }

    @Test
    void isReadOnceWhileTheSettingsStayTheSame() {
        assertThat(policies.of("a", "a", GOOD)).isSameAs(policies.of("a", "a", Map.copyOf(GOOD)));
    }

    /** Of more realms than a server has none is kept, so that the memory has an end. */
    @Test
    void keepsNoMoreThanTenThousandRealms() {
        Policy first = policies.of("0", "0", GOOD);
        for (int i = 1; i < 10_000; i++) {
            policies.of(String.valueOf(i), "a", GOOD);
        }
        assertThat(policies.of("0", "0", GOOD)).isSameAs(first);

        policies.of("10000", "a", GOOD);

        assertThat(policies.of("0", "0", GOOD)).isNotSameAs(first).isEqualTo(first);
    }
}
