package io.github.keycloakapppasswords.gate;

import io.github.keycloakapppasswords.credential.AppPasswordCredentialModel;
import java.util.Set;
import org.keycloak.models.credential.PasswordCredentialModel;

/**
 * A second factor that a user has.
 *
 * @param id Keycloak's credential id, or a name starting with {@code federated:} for one that only the user's storage
 *     knows
 * @param type Keycloak's credential type
 */
record Factor(String id, String type) {

    /** What a user can hold that is no second factor; every other type is taken for one, known or not. */
    private static final Set<String> NOT_A_FACTOR = Set.of(
            PasswordCredentialModel.TYPE,
            PasswordCredentialModel.PASSWORD_HISTORY,
            "secret",
            AppPasswordCredentialModel.TYPE);

    /** Whether credentials of this type prove something besides the main password. Unknown types do. */
    static boolean isFactor(String type) {
        return !NOT_A_FACTOR.contains(type);
    }
}
