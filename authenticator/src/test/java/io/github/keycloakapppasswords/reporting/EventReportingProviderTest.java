package io.github.keycloakapppasswords.reporting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.keycloakapppasswords.term.Protocol;
import io.github.keycloakapppasswords.use.UsesProvider;
import io.github.keycloakapppasswords.verdict.Attempt;
import io.github.keycloakapppasswords.verdict.Decision;
import io.github.keycloakapppasswords.verdict.Reason;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.models.RealmModel;

class EventReportingProviderTest {

    private static final Attempt ATTEMPT = new Attempt("alice", Protocol.IMAP, "192.0.2.7");
    private static final Decision REFUSED = new Decision(Reason.WRONG_SECRET, "alice-id", null, null, null, true);

    private final List<String> used = new ArrayList<>();
    private final UsesProvider uses = answering(UsesProvider.class);

    private <T> T answering(Class<T> type) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    used.add(method.getName());
                    return method.getReturnType() == String.class ? "realm" : null;
                }));
    }

    private EventReportingProvider reporting(DecidedAttempts watched) {
        return new EventReportingProvider(
                new ReportQueue(report -> {}, Ticker.disabledTicker(), Clock.systemUTC()),
                new Meters(new SimpleMeterRegistry()),
                uses,
                watched);
    }

    /** The gateway gets its answer after the report. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void reportsThoughTheAttemptCannotBeTakenForItsOwner(boolean classesHaveChanged) {
        EventReportingProvider reporting = reporting((realmId, attempt, decision) -> {
            if (classesHaveChanged) {
                throw new NoClassDefFoundError();
            }
            throw new IllegalStateException("broken");
        });

        assertThatCode(() -> reporting.decided(
                        answering(RealmModel.class), "dovecot", ATTEMPT, REFUSED, Duration.ofMillis(1)))
                .doesNotThrowAnyException();

        assertThat(used).contains("decided");
    }

    @Test
    void passesEachDecisionOn() {
        List<Decision> passed = new ArrayList<>();
        EventReportingProvider reporting = reporting((realmId, attempt, decision) -> passed.add(decision));

        reporting.decided(answering(RealmModel.class), "dovecot", ATTEMPT, REFUSED, Duration.ofMillis(1));
        reporting.accepted(answering(RealmModel.class), "direct", ATTEMPT, REFUSED, Duration.ofMillis(1));

        assertThat(passed).containsExactly(REFUSED, REFUSED);
    }
}
