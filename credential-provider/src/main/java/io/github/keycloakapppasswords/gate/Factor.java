package io.github.keycloakapppasswords.gate;

import io.github.keycloakapppasswords.credential.AppPasswordCredentialModel;
import io.github.keycloakapppasswords.policy.IdentityProviderFactor;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.models.UserCredentialModel;
import org.keycloak.models.credential.PasswordCredentialModel;

/**
 * A second factor that a user has.
 *
 * @param id Keycloak's credential id, or a made-up one of a factor that only the user's storage knows
 * @param type Keycloak's credential type
 */
record Factor(String id, String type) {

    private static final String FEDERATED = "federated:";
    private static final String LINKED = "linked:";

    /**
     * What a browser proves by itself, also with somebody else before it: Keycloak's {@code SpnegoAuthenticator} and {@code
     * X509ClientCertificateAuthenticator} report these (26.7.4).
     */
    private static final Set<String> SILENT = Set.of(UserCredentialModel.KERBEROS, "cert");

    /** What a user can hold or use that is no second factor; every other type is taken for one, known or not. */
    private static final Set<String> NOT_A_FACTOR = Stream.concat(
                    SILENT.stream(),
                    Stream.of(
                            PasswordCredentialModel.TYPE,
                            PasswordCredentialModel.PASSWORD_HISTORY,
                            "secret",
                            AppPasswordCredentialModel.TYPE))
            .collect(Collectors.toUnmodifiableSet());

    /** A factor of this type that only the user's storage knows. */
    static Factor federated(String type) {
        return new Factor(FEDERATED + type, type);
    }

    /** An identity provider that the user is linked with, as the one who has this id there. */
    static Factor linked(String alias, String idAtProvider) {
        return new Factor(LINKED + alias + ":" + idAtProvider, IdentityProviderFactor.type(alias));
    }

    /** Keycloak's credential id; empty for a factor that only the user's storage knows, which has none. */
    String credentialId() {
        return id.startsWith(FEDERATED) ? "" : id;
    }

    /** Whether it is an identity provider's. */
    boolean isLinked() {
        return id.startsWith(LINKED);
    }

    /** Whether credentials of this type prove something besides the main password. Unknown types do. */
    static boolean isFactor(String type) {
        return !NOT_A_FACTOR.contains(type);
    }

    /** Whether signing in with it needs the user. */
    static boolean isInteractive(String type) {
        return !SILENT.contains(type);
    }
}
