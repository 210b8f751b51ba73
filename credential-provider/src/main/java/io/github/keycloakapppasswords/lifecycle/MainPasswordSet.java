package io.github.keycloakapppasswords.lifecycle;

import java.util.List;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.provider.ProviderEvent;

/**
 * Provider event when the main password of a user with app passwords was set, published in the transaction that sets it.
 *
 * @param revoked the app passwords that were revoked because of it; empty if they are kept
 */
record MainPasswordSet(KeycloakSession session, RealmModel realm, UserModel user, List<CredentialModel> revoked)
        implements ProviderEvent {

    MainPasswordSet {
        revoked = List.copyOf(revoked);
    }
}
