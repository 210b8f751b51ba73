package io.github.keycloakapppasswords.store;

import io.github.keycloakapppasswords.credential.AppPasswordCredentialModel;
import io.github.keycloakapppasswords.credential.EndCause;
import io.github.keycloakapppasswords.credential.RequestContexts;
import io.github.keycloakapppasswords.credential.UnreadableCredentialException;
import io.github.keycloakapppasswords.row.AppPasswordRows;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import org.keycloak.credential.CredentialModel;
import org.keycloak.credential.CredentialProvider;
import org.keycloak.credential.CredentialTypeMetadata;
import org.keycloak.credential.CredentialTypeMetadata.Category;
import org.keycloak.credential.CredentialTypeMetadataContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.ErrorResponse;

/**
 * Tells Keycloak's consoles of the credential type {@code app-password}, so that they list, rename and delete.
 *
 * <p><b>Security.</b> It is deliberately no {@code CredentialInputValidator}: no login of Keycloak's own can ask it
 * whether a secret is right. And it refuses ready-made credentials: Keycloak calls {@link #createCredential} with what
 * a user-create, user import or realm import request carried ({@code RepresentationToModel.createCredentials}, 26.7.4).
 * Only an import by the server's operator, outside any HTTP request, may restore them.
 */
final class AppPasswordCredentialProvider implements CredentialProvider<AppPasswordCredentialModel> {

    private final KeycloakSession session;
    private final Clock clock;

    AppPasswordCredentialProvider(KeycloakSession session, Clock clock) {
        this.session = session;
        this.clock = clock;
    }

    @Override
    public String getType() {
        return AppPasswordCredentialModel.TYPE;
    }

    /**
     * Restores a credential from a realm import by the server's operator.
     *
     * @throws org.keycloak.services.ErrorResponseException if it came with an HTTP request; nothing of it is kept
     * @throws UnreadableCredentialException if this version cannot read it
     */
    @Override
    public CredentialModel createCredential(
            RealmModel realm, UserModel user, AppPasswordCredentialModel credentialModel) {
        if (RequestContexts.isHttpRequest(session)) {
            // not a ModelException: Keycloak would hide its message
            throw ErrorResponse.error(
                    "A request cannot contain a credential of type app-password: only the server makes app passwords.",
                    Response.Status.BAD_REQUEST);
        }
        CredentialModel stored = user.credentialManager().createStoredCredential(credentialModel);
        AppPasswordRows rows = new AppPasswordRows(session);
        if (!rows.hasOwner(user.getId())) {
            rows.writeOwner(realm.getId(), user.getId());
        }
        rows.write(realm.getId(), user.getId(), AppPasswordCredentialModel.read(stored), clock.instant());
        return stored;
    }

    /** Revokes it with the session's transaction; the credential goes after the commit. */
    @Override
    public boolean deleteCredential(RealmModel realm, UserModel user, String credentialId) {
        return new AppPasswordRevocations(session, clock).revoke(realm, user, credentialId, EndCause.REVOKED);
    }

    @Override
    public AppPasswordCredentialModel getCredentialFromModel(CredentialModel model) {
        return AppPasswordCredentialModel.wrap(model);
    }

    @Override
    public CredentialTypeMetadata getCredentialTypeMetadata(CredentialTypeMetadataContext metadataContext) {
        return CredentialTypeMetadata.builder()
                .type(getType())
                .category(Category.BASIC_AUTHENTICATION)
                .displayName("app-password-display-name")
                .helpText("app-password-help-text")
                .iconCssClass("kcAuthenticatorPasswordClass")
                .createAction("configure-app-password")
                .removeable(true)
                .build(session);
    }
}
