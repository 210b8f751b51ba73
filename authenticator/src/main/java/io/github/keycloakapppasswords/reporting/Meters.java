package io.github.keycloakapppasswords.reporting;

import io.github.keycloakapppasswords.validation.Reason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Counts every validation, in Keycloak's own {@code /metrics} where that is turned on: by realm, protocol, verdict and
 * reason. A protocol that the gateway may not ask for is counted as none, so that no gateway makes ever new series.
 */
final class Meters {

    private static final String VALIDATIONS = "app_passwords.validations";
    private static final String NO_PROTOCOL = "none";

    private final MeterRegistry registry;
    private final ConcurrentMap<Series, Counter> counters = new ConcurrentHashMap<>();

    private record Series(String realm, String protocol, Reason reason) {}

    Meters(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Counts a decision about this protocol. */
    void decided(String realm, String protocol, Reason reason) {
        count(new Series(realm, reason == Reason.GATEWAY_PROTOCOL ? NO_PROTOCOL : protocol, reason));
    }

    /** Counts a caller that was not let in, or asked what makes no question. */
    void gatewayRefused(String realm, Reason reason) {
        count(new Series(realm, NO_PROTOCOL, reason));
    }

    private void count(Series series) {
        counters.computeIfAbsent(series, this::counter).increment();
    }

    private Counter counter(Series series) {
        return Counter.builder(VALIDATIONS)
                .description("Validations of app passwords, by verdict and reason")
                .tag("realm", series.realm())
                .tag("protocol", series.protocol())
                .tag("verdict", series.reason().verdict().name().toLowerCase(Locale.ROOT))
                .tag("reason", series.reason().id())
                .register(registry);
    }
}
