package io.github.keycloakapppasswords.use;

import io.github.keycloakapppasswords.verdict.Attempt;
import io.github.keycloakapppasswords.verdict.Decision;
import org.keycloak.provider.Provider;

/** Remembers when, where and by what an app password was last used. No method waits for anything or throws. */
public interface UsesProvider extends Provider {

    /**
     * An attempt was decided: notes the use of the app password that was accepted, or the try of one that has ended.
     * Any other decision is nobody's use.
     *
     * @param realmId the realm's internal id
     * @param clientId the gateway, or the client at Keycloak's own token endpoint
     */
    void decided(String realmId, String clientId, Attempt attempt, Decision decision);

    @Override
    default void close() {}
}
