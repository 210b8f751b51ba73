package io.github.keycloakapppasswords.directgrant;

import io.github.keycloakapppasswords.credential.AppPasswordCredentialModel;
import java.util.List;
import org.keycloak.Config;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.AuthenticatorFactory;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.ProviderConfigProperty;

/**
 * The authenticator "App password" for direct-grant flows. Its reference category is what makes Keycloak's account
 * console list app passwords.
 */
public final class AppPasswordDirectGrantFactory implements AuthenticatorFactory {

    /** The authenticator's provider id. */
    public static final String ID = "app-password-direct-grant";

    /** What {@code amr} says of a session that an app password opened. */
    public static final String REFERENCE = "app-password";

    static final String PROTOCOL = "protocol";

    private static final Requirement[] CHOICES = {Requirement.REQUIRED, Requirement.DISABLED};

    @Override
    public Authenticator create(KeycloakSession session) {
        return new AppPasswordDirectGrant(session);
    }

    @Override
    public String getDisplayType() {
        return "App password";
    }

    @Override
    public String getHelpText() {
        return "Accepts an app password in the password grant, for confidential clients without full scope and without"
                + " offline_access.";
    }

    @Override
    public String getReferenceCategory() {
        return AppPasswordCredentialModel.TYPE;
    }

    @Override
    public boolean isConfigurable() {
        return true;
    }

    @Override
    public Requirement[] getRequirementChoices() {
        return CHOICES.clone();
    }

    @Override
    public boolean isUserSetupAllowed() {
        return false;
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        return List.of(new ProviderConfigProperty(
                PROTOCOL,
                "Protocol",
                "The protocol that an app password must be for, like imap or webdav. Without it every app password is"
                        + " refused.",
                ProviderConfigProperty.STRING_TYPE,
                null));
    }

    @Override
    public void init(Config.Scope config) {
        // Nothing is configured here.
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        // Nothing to prepare.
    }

    @Override
    public void close() {
        // Nothing to close.
    }

    @Override
    public String getId() {
        return ID;
    }
}
