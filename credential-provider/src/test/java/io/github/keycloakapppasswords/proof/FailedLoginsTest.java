package io.github.keycloakapppasswords.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.ws.rs.core.UriInfo;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.keycloak.common.ClientConnection;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

class FailedLoginsTest {

    /** As in Keycloak 26.7. */
    public interface TakesASet {
        void failedLogin(RealmModel r, UserModel u, ClientConnection c, UriInfo i, Set<String> categories);
    }

    /** As in Keycloak 26.6. */
    public interface TakesAText {
        void failedLogin(RealmModel r, UserModel u, ClientConnection c, UriInfo i, String category);
    }

    /** As in Keycloak 26.2. */
    public interface TakesNoCategory {
        void failedLogin(RealmModel r, UserModel u, ClientConnection c, UriInfo i);
    }

    @Test
    void reportsTheCategoryInTheFormThatKeycloakTakes() {
        assertThat(countedBy(TakesASet.class)).containsExactly(Set.of("otp"));
        assertThat(countedBy(TakesAText.class)).containsExactly("otp");
    }

    @Test
    void refusesAKeycloakThatTakesNeither() {
        assertThatThrownBy(FailedLogins.of(TakesNoCategory.class)::require)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("TakesNoCategory.failedLogin has changed");
    }

    @Test
    void knowsTheKeycloakOfTheBuild() {
        assertThatCode(FailedLogins.ofThisKeycloak()::require).doesNotThrowAnyException();
    }

    @Test
    void passesAFailureToCountOn() {
        IllegalStateException broken = new IllegalStateException("no database");
        Object protector = Proxy.newProxyInstance(
                TakesAText.class.getClassLoader(), new Class<?>[] {TakesAText.class}, (proxy, method, arguments) -> {
                    throw broken;
                });

        assertThatThrownBy(() -> count(FailedLogins.of(TakesAText.class), protector))
                .isSameAs(broken);
    }

    private static List<Object> countedBy(Class<?> form) {
        List<Object> categories = new ArrayList<>();
        Object protector =
                Proxy.newProxyInstance(form.getClassLoader(), new Class<?>[] {form}, (proxy, method, arguments) -> {
                    categories.add(arguments[4]);
                    return null;
                });
        count(FailedLogins.of(form), protector);
        return categories;
    }

    @SuppressWarnings("NullAway") // the protectors above look at the category alone
    private static void count(FailedLogins logins, Object protector) {
        logins.count(protector, null, null, null, null, "otp");
    }
}
