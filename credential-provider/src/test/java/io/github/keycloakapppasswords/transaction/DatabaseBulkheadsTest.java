package io.github.keycloakapppasswords.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.keycloak.models.KeycloakSession;
import org.keycloak.provider.Provider;

class DatabaseBulkheadsTest {

    private final DatabaseBulkheads bulkheads = DatabaseBulkheads.of(3, 2);

    private record Kind(String label, int atOnce, Function<DatabaseBulkheads, DatabaseBulkhead> of) {}

    private static List<Kind> kinds() {
        return List.of(
                new Kind("question", 3, DatabaseBulkheads::questions),
                new Kind("feed", 2, DatabaseBulkheads::feed),
                new Kind("owner", 2, DatabaseBulkheads::owners),
                new Kind("admin", 2, DatabaseBulkheads::admins));
    }

    private static Stream<Kind> kindsOfCallers() {
        return kinds().stream();
    }

    @ParameterizedTest
    @MethodSource("kindsOfCallers")
    void noKindOfCallersTakesTheTurnsOfAnother(Kind flood) {
        List<DatabaseBulkhead.Turn> taken = allOf(flood);

        for (Kind other : kinds()) {
            try (DatabaseBulkhead.Turn turn = other.of().apply(bulkheads).turn()) {
                if (other.label().equals(flood.label())) {
                    assertThatThrownBy(turn::take).isInstanceOf(DatabaseBusyException.class);
                } else {
                    assertThatCode(turn::take).as(other.label()).doesNotThrowAnyException();
                }
            }
        }
        taken.forEach(DatabaseBulkhead.Turn::close);
    }

    @Test
    void countsRefusalsByKind() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        bulkheads.export(registry);
        Kind owners = kinds().get(2);
        allOf(owners);

        try (DatabaseBulkhead.Turn turn = bulkheads.owners().turn()) {
            assertThatThrownBy(turn::take).isInstanceOf(DatabaseBusyException.class);
        }

        for (Kind kind : kinds()) {
            double refused = registry.get("app_passwords.database.refused")
                    .tag("kind", kind.label())
                    .functionCounter()
                    .count();
            assertThat(refused).as(kind.label()).isEqualTo(kind.label().equals("owner") ? 1 : 0);
        }
    }

    /** The commit, which comes before, queries the database. */
    @Test
    void aRequestKeepsItsTurnUntilItsSessionIsClosed() {
        List<Provider> enlisted = new ArrayList<>();
        DatabaseBulkhead one = new DatabaseBulkhead(1);
        one.turn(session(enlisted)).take();

        assertThatThrownBy(one.turn()::take).isInstanceOf(DatabaseBusyException.class);
        enlisted.forEach(Provider::close);

        assertThatCode(one.turn()::take).doesNotThrowAnyException();
    }

    private List<DatabaseBulkhead.Turn> allOf(Kind kind) {
        List<DatabaseBulkhead.Turn> taken = new ArrayList<>();
        for (int i = 0; i < kind.atOnce(); i++) {
            DatabaseBulkhead.Turn turn = kind.of().apply(bulkheads).turn();
            turn.take();
            taken.add(turn);
        }
        return taken;
    }

    private static KeycloakSession session(List<Provider> enlisted) {
        return (KeycloakSession) Proxy.newProxyInstance(
                KeycloakSession.class.getClassLoader(),
                new Class<?>[] {KeycloakSession.class},
                (self, method, arguments) -> {
                    if (method.getName().equals("enlistForClose")) {
                        enlisted.add((Provider) arguments[0]);
                        return null;
                    }
                    throw new UnsupportedOperationException(method.getName());
                });
    }
}
