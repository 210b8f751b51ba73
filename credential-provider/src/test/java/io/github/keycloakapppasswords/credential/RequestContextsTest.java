package io.github.keycloakapppasswords.credential;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.context.ContextNotActiveException;
import java.lang.reflect.Proxy;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.keycloak.http.HttpRequest;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;

class RequestContextsTest {

    @Test
    void tellARequestFromWorkOfTheServer() {
        HttpRequest request = fake(HttpRequest.class, () -> null);

        assertThat(RequestContexts.isHttpRequest(session(() -> request))).isTrue();
        assertThat(RequestContexts.isHttpRequest(session(() -> null))).isFalse();
        assertThat(RequestContexts.isHttpRequest(session(() -> {
                    throw new ContextNotActiveException("No request.");
                })))
                .isFalse();
    }

    private static KeycloakSession session(Supplier<@Nullable Object> request) {
        KeycloakContext context = fake(KeycloakContext.class, request);
        return fake(KeycloakSession.class, () -> context);
    }

    /** Answers every method with the same. */
    private static <T> T fake(Class<T> type, Supplier<@Nullable Object> answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> answer.get()));
    }
}
