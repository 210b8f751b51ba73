package io.github.keycloakapppasswords.account;

import io.github.keycloakapppasswords.account.CallerRules.Access;
import io.github.keycloakapppasswords.account.CallerRules.Caller;
import io.github.keycloakapppasswords.http.DatabaseTurns;
import io.github.keycloakapppasswords.http.JsonAnswers;
import io.github.keycloakapppasswords.transaction.DatabaseBulkhead;
import jakarta.ws.rs.NotAuthorizedException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response.Status;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientModel;
import org.keycloak.models.Constants;
import org.keycloak.models.ImpersonationSessionNote;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.protocol.oidc.AccessTokenIntrospectionProvider;
import org.keycloak.protocol.oidc.AccessTokenIntrospectionProviderFactory;
import org.keycloak.protocol.oidc.TokenIntrospectionProvider;
import org.keycloak.representations.AccessToken;
import org.keycloak.services.managers.AppAuthManager.BearerTokenAuthenticator;
import org.keycloak.services.managers.AuthenticationManager.AuthResult;

/**
 * Authenticates owners by the account console's access token, and accepts nothing else.
 *
 * <p><b>Security.</b> Keycloak's own verification: signature, issuer (the realm), type, expiry, not-before, revocation, a DPoP
 * proof where the token is bound to one, the session, and that user and client are enabled. Then {@link CallerRules}. Only the
 * header {@code Authorization} counts: a cookie opens nothing, so that no foreign page can send requests in a user's name.
 */
final class AccountTokenAuthenticator {

    private final KeycloakSession session;
    private final OwnOrigin origin;
    private final Supplier<DatabaseBulkhead> bulkhead;

    AccountTokenAuthenticator(KeycloakSession session, Supplier<DatabaseBulkhead> bulkhead) {
        this.session = session;
        this.bulkhead = bulkhead;
        this.origin = new OwnOrigin(session);
    }

    /**
     * Answers a preflight.
     *
     * @throws org.keycloak.services.ErrorResponseException 403 to a foreign page
     */
    void preflight() {
        requireOwnOrigin();
        origin.allow();
    }

    /**
     * Authenticates the caller. Takes a turn at the bulkhead before, for the rest of the request: Keycloak may query the
     * database for the token.
     *
     * @throws org.keycloak.services.ErrorResponseException 401 without such a token; 403 to a foreign page, to a user without
     *     the role, and to an admin signed in as the user for a change; 404 where the realm's account console is off; 503 if the bulkhead
     *     has no turn
     */
    Owner authenticate(Access access) {
        requireOwnOrigin();
        DatabaseTurns.take(session, bulkhead.get());
        RealmModel realm = session.getContext().getRealm();
        ClientModel account = accountClient(realm);
        AuthResult result = authenticate();
        if (result == null || result.client() == null || result.session() == null) {
            throw unauthorized("The access token is missing, wrong or expired, or its session has ended.");
        }
        Caller caller = caller(result, account);
        CallerRules.refuse(caller, access).ifPresent(refusal -> {
            throw switch (refusal) {
                case NOT_THE_ACCOUNT_CONSOLE ->
                    unauthorized("The access token must be the account console's, and for its audience.");
                case IMPERSONATED ->
                    forbidden(
                            "impersonated",
                            "An admin who is signed in as another user may see the user's app passwords here,"
                                    + " but not change them;"
                                    + " the admin REST interface revokes them in the admin's own name.");
                case ROLE_MISSING -> forbidden("role_missing", "Your account has no role that allows this.");
            };
        });
        boolean mayChange = CallerRules.refuse(caller, Access.CHANGE).isEmpty();
        return new Owner(realm, result.user(), result.session(), result.client(), mayChange);
    }

    private void requireOwnOrigin() {
        if (!origin.admits()) {
            throw forbidden("invalid_origin", "Only the account console's own page may call this.");
        }
    }

    private static ClientModel accountClient(RealmModel realm) {
        ClientModel account = realm.getClientByClientId(Constants.ACCOUNT_MANAGEMENT_CLIENT_ID);
        if (account == null || !account.isEnabled()) {
            throw JsonAnswers.problem(
                    Status.NOT_FOUND, "account_disabled", null, "The account console of this realm is off.");
        }
        return account;
    }

    private @Nullable AuthResult authenticate() {
        try {
            return new BearerTokenAuthenticator(session).authenticate();
        } catch (NotAuthorizedException e) {
            // an Authorization header of another kind
            return null;
        }
    }

    private Caller caller(AuthResult result, ClientModel account) {
        AccessToken token = token(result, account.getClientId());
        AccessToken.Access access = token.getResourceAccess(account.getClientId());
        Set<String> roles = access == null || access.getRoles() == null ? Set.of() : access.getRoles();
        return new Caller(
                token.getIssuedFor(),
                token.hasAudience(account.getClientId()),
                result.user().getServiceAccountClientLink() != null,
                result.session().getNote(ImpersonationSessionNote.IMPERSONATOR_ID.toString()) != null,
                roles);
    }

    /** A lightweight token leaves its audience and roles to introspection, as Keycloak's own AccountLoader knows (26.7.4). */
    private AccessToken token(AuthResult result, String account) {
        AccessToken token = result.token();
        boolean lightweight = token.getAudience() == null || token.getResourceAccess(account) == null;
        boolean consoles = Constants.ACCOUNT_CONSOLE_CLIENT_ID.equals(token.getIssuedFor());
        if (lightweight
                && consoles
                && session.getProvider(
                                TokenIntrospectionProvider.class,
                                AccessTokenIntrospectionProviderFactory.ACCESS_TOKEN_TYPE)
                        instanceof AccessTokenIntrospectionProvider<?> introspection) {
            return introspection.transformAccessToken(token, result.session());
        }
        return token;
    }

    private RuntimeException unauthorized(String message) {
        session.getContext().getHttpResponse().setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        return JsonAnswers.problem(Status.UNAUTHORIZED, "unauthorized", null, message);
    }

    private static RuntimeException forbidden(String error, String message) {
        return JsonAnswers.problem(Status.FORBIDDEN, error, null, message);
    }
}
