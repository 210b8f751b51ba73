package io.github.keycloakapppasswords.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.keycloak.cluster.ClusterProvider;
import org.keycloak.cluster.ExecutionResult;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.KeycloakTransactionManager;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.timer.ScheduledTask;
import org.keycloak.timer.TimerProvider;
import org.keycloak.tracing.TracingProvider;

/** Keycloak's own runner keeps a failure to itself; here Keycloak is made of fakes. */
class JobRunnerTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private @Nullable Runnable round;
    private boolean databaseIsAway;

    private final KeycloakSessionFactory factory = fake(
            KeycloakSessionFactory.class,
            Map.of(
                    "create", any -> session(),
                    "getProviderFactory", any -> fake(ProviderFactory.class, Map.of("create", nothing -> tracing()))));

    private final ScheduledTask job = session -> {
        if (databaseIsAway) {
            throw new IllegalStateException("The database is away.");
        }
    };

    @BeforeEach
    void watchMetrics() {
        Metrics.addRegistry(registry);
    }

    @AfterEach
    void forgetMetrics() {
        Metrics.removeRegistry(registry);
    }

    @Test
    void countsAJobThatFails() {
        assertThat(failuresOfARound(true)).isEqualTo(1);
        assertThat(failuresOfARound(false)).isZero();
    }

    /** A runner that is closed finishes its round. */
    private double failuresOfARound(boolean away) {
        databaseIsAway = away;
        String name = "job-runner-test-" + away;
        try (JobRunner runner = new JobRunner(factory, name)) {
            runner.start(job, Duration.ofSeconds(1));
            assertThat(round).isNotNull().satisfies(Runnable::run);
        }
        return registry.get("app_passwords.worker.failures")
                .tag("worker", name)
                .counter()
                .count();
    }

    private KeycloakSession session() {
        TimerProvider timer = fake(TimerProvider.class, Map.of("schedule", arguments -> {
            round = (Runnable) arguments[0];
            return null;
        }));
        ClusterProvider cluster = fake(ClusterProvider.class, Map.of("executeIfNotExecuted", arguments -> {
            try {
                return ExecutionResult.executed(((Callable<?>) arguments[2]).call());
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }));
        return fake(
                KeycloakSession.class,
                Map.of(
                        "getProvider", arguments -> arguments[0] == TimerProvider.class ? timer : cluster,
                        "getKeycloakSessionFactory", any -> factory,
                        "getTransactionManager", any -> fake(KeycloakTransactionManager.class, Map.of())));
    }

    @SuppressWarnings("unchecked")
    private static TracingProvider tracing() {
        return fake(TracingProvider.class, Map.of("trace", arguments -> {
            ((Consumer<@Nullable Object>) arguments[2]).accept(null);
            return null;
        }));
    }

    private static <T> T fake(Class<T> type, Map<String, Function<Object[], @Nullable Object>> answers) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    Function<Object[], @Nullable Object> answer = answers.get(method.getName());
                    if (answer != null) {
                        return answer.apply(arguments);
                    }
                    return method.getReturnType() == boolean.class ? false : null;
                }));
    }
}
