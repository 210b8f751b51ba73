package io.github.keycloakapppasswords.gatewayauth;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.keycloakapppasswords.transaction.DatabaseBulkhead;
import io.github.keycloakapppasswords.transaction.DatabaseBusyException;
import java.lang.reflect.Proxy;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

class ServiceAccountTokensTest {

    /** The session answers nothing: Keycloak's check, which queries the database, does not begin. */
    @Test
    void aTokenIsNotCheckedWithoutATurn() {
        ServiceAccountTokens tokens = new ServiceAccountTokens(Ticker.systemTicker(), Clock.systemUTC());
        KeycloakSession session = withoutAnswers(KeycloakSession.class);
        DatabaseBulkhead full = new DatabaseBulkhead(0);

        assertThatThrownBy(() -> tokens.verify(session, realm(), "a.b.c", full))
                .isInstanceOf(DatabaseBusyException.class);
    }

    private static RealmModel realm() {
        return (RealmModel) Proxy.newProxyInstance(
                RealmModel.class.getClassLoader(), new Class<?>[] {RealmModel.class}, (self, method, arguments) -> {
                    if (method.getName().equals("getId")) {
                        return "realm";
                    }
                    throw new UnsupportedOperationException(method.getName());
                });
    }

    private static <T> T withoutAnswers(Class<T> type) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    throw new UnsupportedOperationException(method.getName());
                }));
    }
}
