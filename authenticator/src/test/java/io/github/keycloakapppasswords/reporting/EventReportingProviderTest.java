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
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;

class EventReportingProviderTest {

    private static final Attempt ATTEMPT = new Attempt("alice", Protocol.IMAP, "192.0.2.7");
    private static final Decision REFUSED = new Decision(Reason.WRONG_SECRET, "alice-id", null, null, null, true);

    private static final Decision ACCEPTED =
            new Decision(Reason.ACCEPTED, "alice-id", "credential-id", "phone", "alice", true);

    private final List<String> used = new ArrayList<>();
    private final UsesProvider uses = answering(UsesProvider.class);

    private <T> T answering(Class<T> type) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    used.add(method.getName());
                    return method.getReturnType() == String.class ? "realm" : null;
                }));
    }

    private final List<Report> written = Collections.synchronizedList(new ArrayList<>());
    private final ReportQueue queue = new ReportQueue(written::add, Ticker.disabledTicker(), Clock.systemUTC());
    private final UnmovedAttempts unmoved =
            new UnmovedAttempts(answering(UnmovedUsers.class), queue, Ticker.disabledTicker(), Clock.systemUTC());
    private boolean eventsEnabled = true;

    private EventReportingProvider reporting(DecidedAttempts watched) {
        WantedEvents wanted =
                new WantedEvents(fake(KeycloakSessionFactory.class, method -> Stream.empty()), type -> false);
        return new EventReportingProvider(queue, new Meters(new SimpleMeterRegistry()), uses, watched, unmoved, wanted);
    }

    private static <T> T fake(Class<T> type, Function<String, @Nullable Object> answers) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> answers.apply(method.getName())));
    }

    private RealmModel realm() {
        return fake(RealmModel.class, method -> switch (method) {
            case "isEventsEnabled" -> eventsEnabled;
            case "getEnabledEventTypesStream", "getEventsListenersStream" -> Stream.empty();
            default -> "realm";
        });
    }

    private List<Report> writtenOf(Decision decision) {
        reporting((realmId, attempt, decided) -> {})
                .decided(realm(), "dovecot", ATTEMPT, decision, Duration.ofMillis(1));
        queue.close();
        return written;
    }

    @Test
    void writesAnAcceptanceWhereEventsAreKept() {
        assertThat(writtenOf(ACCEPTED)).extracting(Report::type).containsExactly(EventType.LOGIN);
    }

    @Test
    void makesNoReportOfAnAcceptanceThatNobodyWants() {
        eventsEnabled = false;

        assertThat(writtenOf(ACCEPTED)).isEmpty();
    }

    /** The helpdesk finds the user's last refusal though the realm keeps no events. */
    @Test
    void passesOnARefusalThoughNobodyWantsItsEvent() {
        eventsEnabled = false;

        assertThat(writtenOf(REFUSED)).extracting(Report::userId).containsExactly("alice-id");
    }

    @Test
    void leavesWhoSentAMainPasswordToBeLookedUp() {
        Decision decision = new Decision(Reason.NOT_AN_APP_PASSWORD, null, null, null, null, false);

        assertThat(writtenOf(decision)).isEmpty();
        assertThat(unmoved.size()).isEqualTo(1);
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
