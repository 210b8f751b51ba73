package io.github.keycloakapppasswords.proof;

import io.github.keycloakapppasswords.compatibility.MovedMethod;
import io.github.keycloakapppasswords.compatibility.MovedMethod.Form;
import jakarta.ws.rs.core.UriInfo;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.util.Set;
import org.keycloak.common.ClientConnection;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.managers.BruteForceProtector;

/**
 * Reports a wrong second factor to Keycloak's brute-force protector, which counts it.
 *
 * <p><b>Security.</b> Keycloak 26.7 takes the categories of what was wrong as a set, 26.6 takes one category as a text
 * ({@code BruteForceProtector.failedLogin}). Both count a category "otp" as a wrong second factor. A Keycloak with another
 * method does not start ({@link #require()}), and a count that fails ends the request.
 */
public final class FailedLogins {

    private static final FailedLogins OF_THIS_KEYCLOAK = of(BruteForceProtector.class);

    private final MovedMethod method;

    private FailedLogins(MovedMethod method) {
        this.method = method;
    }

    public static FailedLogins ofThisKeycloak() {
        return OF_THIS_KEYCLOAK;
    }

    /** Of this interface, which is Keycloak's but in tests. */
    static FailedLogins of(Class<?> protector) {
        return new FailedLogins(MovedMethod.of(
                protector, new Form("failedLogin", type(Set.class)), new Form("failedLogin", type(String.class))));
    }

    private static MethodType type(Class<?> category) {
        return MethodType.methodType(
                void.class, RealmModel.class, UserModel.class, ClientConnection.class, UriInfo.class, category);
    }

    /** @throws IllegalStateException with a finished sentence, if this Keycloak counts in another way */
    public void require() {
        method.require();
    }

    /**
     * Counts one failure.
     *
     * @param protector Keycloak's, in tests anything of the interface
     * @param category the credential type that was wrong
     */
    public void count(
            Object protector,
            RealmModel realm,
            UserModel user,
            ClientConnection connection,
            UriInfo uri,
            String category) {
        MethodHandle handle = method.handle();
        boolean asSet = handle.type().lastParameterType() == Set.class;
        try {
            handle.invoke(protector, realm, user, connection, uri, asSet ? Set.of(category) : category);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("Keycloak's brute-force protector failed.", e);
        }
    }
}
