package io.github.keycloakapppasswords.reporting;

import io.github.keycloakapppasswords.verdict.Attempt;
import io.github.keycloakapppasswords.verdict.Decision;
import io.github.keycloakapppasswords.verdict.Reason;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.Provider;

/** Reports decisions to admins. No method waits or throws. */
public interface ReportingProvider extends Provider {

    /**
     * An attempt was decided.
     *
     * @param clientId the gateway, or the client at Keycloak's own token endpoint
     * @param took from the question to the decision
     */
    void decided(RealmModel realm, String clientId, Attempt attempt, Decision decision, Duration took);

    /**
     * An attempt was accepted at Keycloak's own token endpoint, whose event Keycloak makes itself.
     *
     * @param clientId the client
     * @param took from the question to the decision
     */
    void accepted(RealmModel realm, String clientId, Attempt attempt, Decision decision, Duration took);

    /**
     * A caller was refused as a gateway, or sent a malformed question.
     *
     * @param clientId the client that the caller is or claims to be, or {@code null}
     * @param problem the fault of the request, as a sentence without any user's value; {@code null} if the reason is enough
     * @param address the caller's address, or {@code null}
     */
    void gatewayRefused(
            RealmModel realm,
            @Nullable String clientId,
            Reason reason,
            @Nullable String problem,
            @Nullable String address);

    @Override
    default void close() {}
}
