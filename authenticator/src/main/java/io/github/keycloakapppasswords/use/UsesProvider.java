package io.github.keycloakapppasswords.use;

import io.github.keycloakapppasswords.verdict.Attempt;
import io.github.keycloakapppasswords.verdict.Decision;
import org.keycloak.provider.Provider;

/** Records the last use of each app password. No method waits or throws. */
public interface UsesProvider extends Provider {

    /**
     * An attempt was decided: records the use of an accepted app password, or the try of an ended one. Other decisions are
     * ignored.
     *
     * @param realmId the realm's internal id
     * @param clientId the gateway, or the client at Keycloak's own token endpoint
     */
    void decided(String realmId, String clientId, Attempt attempt, Decision decision);

    @Override
    default void close() {}
}
