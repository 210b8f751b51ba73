package io.github.keycloakapppasswords.factor;

import io.github.keycloakapppasswords.credential.AppPasswordCredentialModel;
import java.util.Set;
import org.keycloak.models.UserCredentialModel;
import org.keycloak.models.credential.PasswordCredentialModel;

/** Which of Keycloak's credential types prove something besides the main password. */
public final class SecondFactorTypes {

    /**
     * Types that a browser proves alone, also for another person at it: Keycloak's {@code SpnegoAuthenticator} and
     * {@code X509ClientCertificateAuthenticator} report these (26.7.4).
     */
    private static final Set<String> SILENT = Set.of(UserCredentialModel.KERBEROS, "cert");

    /** Credential types that are not second factors. */
    private static final Set<String> OTHERS = Set.of(
            PasswordCredentialModel.TYPE,
            PasswordCredentialModel.PASSWORD_HISTORY,
            "secret",
            AppPasswordCredentialModel.TYPE);

    private SecondFactorTypes() {}

    /** Whether credentials of this type are second factors. Unknown types are. */
    public static boolean isFactor(String type) {
        return !SILENT.contains(type) && !OTHERS.contains(type);
    }

    /** Whether signing in with a credential of this type needs the user. */
    public static boolean isInteractive(String type) {
        return !SILENT.contains(type);
    }
}
