package io.github.keycloakapppasswords.store;

import io.github.keycloakapppasswords.compatibility.ServedKeycloak;
import io.github.keycloakapppasswords.credential.AppPasswordCredentialModel;
import java.time.Clock;
import org.keycloak.Config;
import org.keycloak.common.Version;
import org.keycloak.credential.CredentialProviderFactory;
import org.keycloak.models.KeycloakSession;

/** Makes {@link AppPasswordCredentialProvider}. */
public final class AppPasswordCredentialProviderFactory
        implements CredentialProviderFactory<AppPasswordCredentialProvider> {

    @Override
    public void init(Config.Scope config) {
        ServedKeycloak.require(Version.VERSION);
    }

    @Override
    public AppPasswordCredentialProvider create(KeycloakSession session) {
        return new AppPasswordCredentialProvider(session, Clock.systemUTC());
    }

    @Override
    public String getId() {
        return AppPasswordCredentialModel.TYPE;
    }
}
