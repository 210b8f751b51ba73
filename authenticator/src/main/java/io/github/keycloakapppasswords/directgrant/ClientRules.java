package io.github.keycloakapppasswords.directgrant;

import io.github.keycloakapppasswords.verdict.Reason;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.models.ClientModel;

/**
 * The clients that may take app passwords at the token endpoint.
 *
 * <p><b>Security.</b> An app password must open one protocol, not the account: so no client that others can impersonate, no
 * client whose tokens carry every role of the user, and no offline token. A session that an app password opened still lives
 * until the realm's own limits end it.
 */
final class ClientRules {

    private ClientRules() {}

    /**
     * @param scope the requested scopes, separated by spaces, or {@code null}
     * @return why the client, or this request of it, is refused; empty if it is not
     */
    static Optional<Reason> refuse(ClientModel client, @Nullable String scope) {
        if (client.isPublicClient() || client.isBearerOnly()) {
            return Optional.of(Reason.GATEWAY_NOT_CONFIDENTIAL);
        }
        if (client.isFullScopeAllowed()) {
            return Optional.of(Reason.CLIENT_FULL_SCOPE);
        }
        boolean offline = client.getClientScopes(true).containsKey(OAuth2Constants.OFFLINE_ACCESS)
                || requests(scope, OAuth2Constants.OFFLINE_ACCESS);
        return offline ? Optional.of(Reason.CLIENT_OFFLINE_ACCESS) : Optional.empty();
    }

    private static boolean requests(@Nullable String scope, String wanted) {
        return scope != null && Arrays.asList(scope.split("\\s+")).contains(wanted);
    }
}
