package io.github.keycloakapppasswords.gate;

import io.github.keycloakapppasswords.appleprofile.ProfileSigner;
import io.github.keycloakapppasswords.lifecycle.ForwardClock;
import io.github.keycloakapppasswords.policy.Policy;
import io.github.keycloakapppasswords.policy.PolicySettings;
import io.github.keycloakapppasswords.proof.FailedLogins;
import java.time.Clock;
import java.util.List;
import org.keycloak.Config;
import org.keycloak.authentication.RequiredActionFactory;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionConfigModel;
import org.keycloak.provider.ProviderConfigProperty;

/**
 * Registers the required action {@value Policy#ACTION_ID} with Keycloak; its configuration is the realm's policy.
 *
 * <p>Public because Keycloak finds it through {@link java.util.ServiceLoader}.
 */
public final class AppPasswordRequiredActionFactory implements RequiredActionFactory {

    private final Clock clock;
    private ProfileSigner signer = ProfileSigner.none();

    /** For {@link java.util.ServiceLoader}. */
    public AppPasswordRequiredActionFactory() {
        this(new ForwardClock(new KeycloakClock(), System::nanoTime));
    }

    AppPasswordRequiredActionFactory(Clock clock) {
        this.clock = clock;
    }

    @Override
    public String getId() {
        return Policy.ACTION_ID;
    }

    @Override
    public String getDisplayText() {
        return "Create App Password";
    }

    @Override
    public RequiredActionProvider create(KeycloakSession session) {
        return new AppPasswordRequiredAction(session, clock, signer);
    }

    @Override
    public List<ProviderConfigProperty> getConfigMetadata() {
        return PolicySettings.metadata();
    }

    @Override
    public void validateConfig(KeycloakSession session, RealmModel realm, RequiredActionConfigModel model) {
        PolicySettings.validate(model);
    }

    /** @throws IllegalArgumentException with a finished sentence for a bad option: the server does not start */
    @Override
    public void init(Config.Scope config) {
        FailedLogins.ofThisKeycloak().require();
        signer = ProfileSigner.of(
                new ProfileSigner.Options(
                        config.get(ProfileSigner.KEYSTORE),
                        config.get(ProfileSigner.PASSWORD),
                        config.get(ProfileSigner.ALIAS)),
                clock.instant());
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    @Override
    public void close() {}
}
