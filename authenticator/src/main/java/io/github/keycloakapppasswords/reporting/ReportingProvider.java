package io.github.keycloakapppasswords.reporting;

import io.github.keycloakapppasswords.validation.Attempt;
import io.github.keycloakapppasswords.validation.Decision;
import io.github.keycloakapppasswords.validation.Reason;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.Provider;

/** Tells admins what was decided. No method waits for anything or throws. */
public interface ReportingProvider extends Provider {

    /**
     * An attempt was decided.
     *
     * @param clientId the gateway, or the client at Keycloak's own token endpoint
     */
    void decided(RealmModel realm, String clientId, Attempt attempt, Decision decision);

    /**
     * A caller was not let in as a gateway.
     *
     * @param clientId the client that it surely concerns, or {@code null}
     * @param address from where it called, or {@code null}
     */
    void gatewayRefused(RealmModel realm, @Nullable String clientId, Reason reason, @Nullable String address);

    @Override
    default void close() {}
}
