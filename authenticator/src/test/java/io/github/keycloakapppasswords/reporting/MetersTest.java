package io.github.keycloakapppasswords.reporting;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.verdict.Reason;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MetersTest {

    private static final Duration TOOK = Duration.ofMillis(3);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Meters meters = new Meters(registry);

    @Test
    void countAndTimeWhatWasDecided() {
        meters.decided("demo", "imap", Reason.ACCEPTED, TOOK);
        meters.decided("demo", "imap", Reason.REVOKED, TOOK);
        meters.decided("demo", "imap", Reason.WRONG_SECRET, TOOK);

        assertThat(registry.get("app_passwords.validations")
                        .tags("realm", "demo", "protocol", "imap", "verdict", "invalid", "reason", "revoked")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("app_passwords.validations.duration")
                        .tags("realm", "demo", "protocol", "imap", "verdict", "invalid")
                        .timer()
                        .totalTime(TimeUnit.MILLISECONDS))
                .isEqualTo(6);
    }

    @Test
    void makeNoSeriesForWhatNobodyMayAskFor() {
        meters.decided("demo", "made-up", Reason.GATEWAY_PROTOCOL, TOOK);
        meters.gatewayRefused("demo", Reason.GATEWAY_CREDENTIAL_WRONG);

        assertThat(registry.getMeters())
                .allMatch(meter -> "none".equals(meter.getId().getTag("protocol")));
    }

    @Test
    void makeNoSeriesWithoutEnd() {
        for (int i = 0; i < 10_000; i++) {
            meters.decided("hostile", "made-up-" + i, Reason.ACCEPTED, TOOK);
        }

        int most = SeriesNames.MOST_PROTOCOLS_OF_A_REALM + 1;
        assertThat(registry.find("app_passwords.validations").counters()).hasSize(most);
        assertThat(registry.find("app_passwords.validations.duration").timers()).hasSize(most);
        assertThat(registry.get("app_passwords.validations")
                        .tag("protocol", SeriesNames.OTHER)
                        .counter()
                        .count())
                .isEqualTo(10_000 - SeriesNames.MOST_PROTOCOLS_OF_A_REALM);
    }
}
