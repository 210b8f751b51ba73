package io.github.keycloakapppasswords.directgrant;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.models.ClientModel;

/**
 * The clients that may take app passwords at the token endpoint.
 *
 * <p><b>Security.</b> An app password is to open one protocol, not the account: so no client that anyone can pretend to
 * be, none whose tokens carry every role of the user, and no token that outlives the app password.
 */
final class ClientRules {

    private ClientRules() {}

    /**
     * @param scope the requested scopes, separated by spaces, or {@code null}
     * @return a finished sentence that says what is wrong with the client or the request, or empty
     */
    static Optional<String> problem(ClientModel client, @Nullable String scope) {
        if (client.isPublicClient() || client.isBearerOnly()) {
            return Optional.of("The client is not confidential: turn \"Client authentication\" on.");
        }
        if (client.isFullScopeAllowed()) {
            return Optional.of("The client's tokens carry every role of the user: turn \"Full scope allowed\" off.");
        }
        if (client.getClientScopes(true).containsKey(OAuth2Constants.OFFLINE_ACCESS)) {
            return Optional.of("offline_access is a default scope of the client: take it away.");
        }
        if (requests(scope, OAuth2Constants.OFFLINE_ACCESS)) {
            return Optional.of("offline_access was requested: it may not be.");
        }
        return Optional.empty();
    }

    private static boolean requests(@Nullable String scope, String wanted) {
        return scope != null && Arrays.asList(scope.split("\\s+")).contains(wanted);
    }
}
