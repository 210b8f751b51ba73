package io.github.keycloakapppasswords.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.KeycloakTransaction;
import org.keycloak.models.KeycloakTransactionManager;
import org.keycloak.services.DefaultKeycloakTransactionManager;

/** In Keycloak's own transaction manager. The caches fail after the commit. */
class OwnTransactionTest {

    private static KeycloakSessionFactory factory() {
        KeycloakTransactionManager[] transactions = new KeycloakTransactionManager[1];
        KeycloakSession session = fake(KeycloakSession.class, (proxy, method, arguments) -> switch (method.getName()) {
            case "getTransactionManager" -> transactions[0];
            default -> null;
        });
        transactions[0] = new DefaultKeycloakTransactionManager(session);
        return fake(
                KeycloakSessionFactory.class,
                (proxy, method, arguments) -> method.getName().equals("create") ? session : null);
    }

    private static <T> T fake(Class<T> type, InvocationHandler answers) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, answers));
    }

    private static String write(KeycloakSession session) {
        session.getTransactionManager().enlistAfterCompletion(caches());
        return "written";
    }

    private static KeycloakTransaction caches() {
        return new AbstractKeycloakTransaction() {
            @Override
            protected void commitImpl() {
                throw new IllegalStateException("no cache");
            }

            @Override
            protected void rollbackImpl() {
                // nothing was written
            }
        };
    }

    @Test
    void countsAsDoneWhereTheDatabaseHasIt() {
        assertThat(new OwnTransaction(factory()).call("writing", OwnTransactionTest::write))
                .isEqualTo("written");
    }

    @Test
    void failsWhereTheCachesWereToHaveIt() {
        assertThatThrownBy(() -> new OwnTransaction(factory()).callInCaches(OwnTransactionTest::write))
                .hasMessage("no cache");
        assertThatThrownBy(() -> new OwnTransaction(factory()).runInCaches(session -> write(session)))
                .hasMessage("no cache");
    }
}
