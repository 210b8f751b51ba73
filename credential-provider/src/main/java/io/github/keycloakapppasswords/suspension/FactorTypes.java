package io.github.keycloakapppasswords.suspension;

import java.util.HashSet;
import java.util.Set;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.OTPCredentialModel;

/** The credential types that a user has. */
final class FactorTypes {

    private FactorTypes() {}

    /** Every stored type, and one-time codes if only the user's storage knows them. Costs no SQL for a user who is cached. */
    static Set<String> of(UserModel user) {
        Set<String> types = new HashSet<>();
        user.credentialManager()
                .getStoredCredentialsStream()
                .map(CredentialModel::getType)
                .forEach(types::add);
        if (user.isFederated()
                && !types.contains(OTPCredentialModel.TYPE)
                && user.credentialManager().isConfiguredFor(OTPCredentialModel.TYPE)) {
            types.add(OTPCredentialModel.TYPE);
        }
        return Set.copyOf(types);
    }
}
