package io.github.keycloakapppasswords.proof;

import io.github.keycloakapppasswords.factor.FactorNote;
import io.github.keycloakapppasswords.factor.SecondFactorTypes;
import io.github.keycloakapppasswords.policy.IdentityProviderFactor;

/**
 * A second factor that a user has.
 *
 * @param id Keycloak's credential id, or a made-up one of a factor that only the user's storage knows
 * @param type Keycloak's credential type
 * @param noteId its name in {@link FactorNote}s
 */
public record Factor(String id, String type, String noteId) {

    private static final String FEDERATED = "federated:";
    private static final String LINKED = "linked:";

    /** A factor that notes name by its own id. */
    Factor(String id, String type) {
        this(id, type, id);
    }

    /** A factor of this type that only the user's storage knows. */
    static Factor federated(String type) {
        return new Factor(FEDERATED + type, type);
    }

    /** A link with an identity provider, where the user has this id. */
    static Factor linked(String alias, String idAtProvider) {
        return new Factor(
                LINKED + alias + ":" + idAtProvider,
                IdentityProviderFactor.type(alias),
                FactorNote.linkId(alias, idAtProvider));
    }

    /** Keycloak's credential id; empty for a factor that only the user's storage knows, which has none. */
    public String credentialId() {
        return id.startsWith(FEDERATED) ? "" : id;
    }

    /** Whether it is an identity provider's. */
    public boolean isLinked() {
        return id.startsWith(LINKED);
    }

    /** Whether credentials of this type prove something besides the main password. Unknown types do. */
    static boolean isFactor(String type) {
        return SecondFactorTypes.isFactor(type);
    }

    /** Whether signing in with it needs the user. */
    static boolean isInteractive(String type) {
        return SecondFactorTypes.isInteractive(type);
    }
}
