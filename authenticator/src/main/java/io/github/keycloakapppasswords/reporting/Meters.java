package io.github.keycloakapppasswords.reporting;

import io.github.keycloakapppasswords.verdict.Reason;
import io.github.keycloakapppasswords.verdict.Verdict;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Counts all validations and their durations, in Keycloak's own {@code /metrics} if that is enabled. A protocol that the
 * gateway may not ask for counts as none, and {@link SeriesNames} limits the rest, so that callers cannot make ever new series.
 */
final class Meters {

    private static final String NO_PROTOCOL = "none";

    /** From the duration of a warm validation up to the timeout of a mail server. */
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(1),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5)
    };

    private final MeterRegistry registry;
    private final SeriesNames names = new SeriesNames();
    private final ConcurrentMap<Counted, Counter> counters = new ConcurrentHashMap<>();
    private final ConcurrentMap<Timed, Timer> timers = new ConcurrentHashMap<>();

    private record Counted(String realm, String protocol, Reason reason) {}

    private record Timed(String realm, String protocol, Verdict verdict) {}

    Meters(MeterRegistry registry) {
        this.registry = registry;
    }

    /**
     * Counts a decision about this protocol.
     *
     * @param took from the question to the decision, without the delay of a refusal
     */
    void decided(String realm, String protocol, Reason reason, Duration took) {
        String counted = reason == Reason.GATEWAY_PROTOCOL ? NO_PROTOCOL : protocol;
        counter(new Counted(realm, counted, reason)).increment();
        timer(new Timed(realm, counted, reason.verdict())).record(took);
    }

    /** Counts a refused caller or a malformed question. */
    void gatewayRefused(String realm, Reason reason) {
        counter(new Counted(realm, NO_PROTOCOL, reason)).increment();
    }

    /** Exports the waiting and dropped events of this queue. */
    void watch(ReportQueue queue) {
        Gauge.builder("app_passwords.events.waiting", queue, ReportQueue::size)
                .description("Events about app passwords that wait to be written")
                .register(registry);
        FunctionCounter.builder("app_passwords.events.dropped", queue, ReportQueue::droppedInAll)
                .description(
                        "Events about app passwords that were not written: too many at once; a repeated event counts once")
                .register(registry);
    }

    /** Exports the waiting and dropped attempts with something else than an app password. */
    void watch(UnmovedAttempts attempts) {
        Gauge.builder("app_passwords.not_moved.waiting", attempts, UnmovedAttempts::size)
                .description("Users and protocols that wait to be listed as not moved to app passwords")
                .register(registry);
        FunctionCounter.builder("app_passwords.not_moved.dropped", attempts, UnmovedAttempts::droppedInAll)
                .description("Names and protocols with something else than an app password that were not looked up: too"
                        + " many at once; a name that tries again counts once a day")
                .register(registry);
    }

    /** Finds an existing series without a lock; a series above the limit gets its name anew each time. */
    private Counter counter(Counted series) {
        Counter known = counters.get(series);
        if (known != null) {
            return known;
        }
        SeriesNames.Pair named = names.of(series.realm(), series.protocol());
        return counters.computeIfAbsent(
                new Counted(named.realm(), named.protocol(), series.reason()), this::registerCounter);
    }

    private Timer timer(Timed series) {
        Timer known = timers.get(series);
        if (known != null) {
            return known;
        }
        SeriesNames.Pair named = names.of(series.realm(), series.protocol());
        return timers.computeIfAbsent(
                new Timed(named.realm(), named.protocol(), series.verdict()), this::registerTimer);
    }

    private Counter registerCounter(Counted series) {
        return Counter.builder("app_passwords.validations")
                .description("Validations of app passwords, by verdict and reason")
                .tag("realm", series.realm())
                .tag("protocol", series.protocol())
                .tag("verdict", id(series.reason().verdict()))
                .tag("reason", series.reason().id())
                .register(registry);
    }

    private Timer registerTimer(Timed series) {
        return Timer.builder("app_passwords.validations.duration")
                .description("Time from a gateway's question to the decision")
                .tag("realm", series.realm())
                .tag("protocol", series.protocol())
                .tag("verdict", id(series.verdict()))
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }

    private static String id(Verdict verdict) {
        return verdict.name().toLowerCase(Locale.ROOT);
    }
}
