package io.github.keycloakapppasswords.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.KeycloakTransaction;
import org.keycloak.models.KeycloakTransactionManager;

class WatchBegunTest {

    private static final WatchBegun ALICE = new WatchBegun("realm", "alice-id");

    private final List<Object> published = new ArrayList<>();
    private final List<KeycloakTransaction> enlisted = new ArrayList<>();
    private @Nullable Throwable failure;

    private KeycloakTransaction publication() {
        KeycloakSessionFactory factory = fake(KeycloakSessionFactory.class, (method, argument) -> {
            published.add(argument);
            if (failure != null) {
                throw failure;
            }
            return null;
        });
        KeycloakTransactionManager transactions = fake(KeycloakTransactionManager.class, (method, argument) -> {
            enlisted.add((KeycloakTransaction) argument);
            return null;
        });
        ALICE.publishAfterCompletion(fake(
                KeycloakSession.class,
                (method, argument) -> method.equals("getTransactionManager") ? transactions : factory));
        KeycloakTransaction publication = enlisted.get(0);
        publication.begin();
        return publication;
    }

    private interface Answer {
        @Nullable
        Object to(String method, Object argument) throws Throwable;
    }

    private static <T> T fake(Class<T> type, Answer answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> answer.to(method.getName(), arguments == null ? "" : arguments[0])));
    }

    @Test
    void isPublishedWhenThePageWasMade() {
        KeycloakTransaction publication = publication();
        assertThat(published).isEmpty();

        publication.commit();

        assertThat(published).containsExactly(ALICE);
    }

    @Test
    void isNotPublishedWhenThePageWasNotMade() {
        publication().rollback();

        assertThat(published).isEmpty();
    }

    /** The app password has been made, and its page must come. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void failsWithoutNoise(boolean classesHaveChanged) {
        failure = classesHaveChanged ? new NoSuchMethodError() : new IllegalStateException("no listener");
        KeycloakTransaction publication = publication();

        assertThatCode(publication::commit).doesNotThrowAnyException();

        assertThat(published).containsExactly(ALICE);
    }
}
