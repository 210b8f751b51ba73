package io.github.keycloakapppasswords.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.github.keycloakapppasswords.transaction.OwnTransaction;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

class WatchMarkTest {

    private final List<String> called = new ArrayList<>();

    private WatchMark mark(Throwable failure) {
        KeycloakSessionFactory factory = (KeycloakSessionFactory) Proxy.newProxyInstance(
                KeycloakSessionFactory.class.getClassLoader(),
                new Class<?>[] {KeycloakSessionFactory.class},
                (proxy, method, arguments) -> {
                    called.add(method.getName());
                    throw failure;
                });
        return new WatchMark(
                new OwnTransaction(factory),
                answering(RealmModel.class, Map.of("getId", "realm", "isLoginWithEmailAllowed", true)),
                answering(UserModel.class, Map.of("getId", "alice-id", "getUsername", "alice")));
    }

    private static <T> T answering(Class<T> type, Map<String, Object> answers) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> answers.getOrDefault(
                        method.getName(), method.getReturnType() == boolean.class ? Boolean.FALSE : null)));
    }

    /** The app password has been made, and its page must come. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void failsWithoutNoise(boolean classesHaveChanged) {
        WatchMark mark = mark(classesHaveChanged ? new NoSuchMethodError() : new IllegalStateException("no cache"));
        mark.begin();

        assertThatCode(mark::commit).doesNotThrowAnyException();

        assertThat(called).isNotEmpty();
    }

    /** Another user may have the other spelling of the domain. */
    @Test
    void leavesOutNamesWithAnInternationalDomain() {
        assertThat(List.of("bob@b\u00fccher.example", "bob@XN--bcher-kva.example", "bob@mail.xn--bcher-kva.example"))
                .allMatch(WatchMark::hasInternationalDomain);
        assertThat(List.of("bob", "jos\u00e9", "xn--bob", "jos\u00e9@example.org"))
                .noneMatch(WatchMark::hasInternationalDomain);
    }

    @Test
    void asksNothingBeforeThePageIsMade() {
        WatchMark mark = mark(new IllegalStateException("no cache"));
        mark.begin();
        assertThat(called).isEmpty();

        mark.rollback();

        assertThat(called).isEmpty();
    }
}
