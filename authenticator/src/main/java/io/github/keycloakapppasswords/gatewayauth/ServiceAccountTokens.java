package io.github.keycloakapppasswords.gatewayauth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.github.keycloakapppasswords.transaction.DatabaseBulkhead;
import io.github.keycloakapppasswords.verdict.Reason;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.representations.AccessToken;
import org.keycloak.services.managers.AppAuthManager.BearerTokenAuthenticator;
import org.keycloak.services.managers.AuthenticationManager.AuthResult;

/**
 * Verifies access tokens by which a client's own service account proves that it is the client.
 *
 * <p><b>Security.</b> Keycloak verifies signature, issuer, type, expiry, revocation and not-before. Here the user must be the
 * service account of the client that the token was issued to, so that a person's token for that client proves nothing. A token
 * bound to a key or certificate ({@code cnf}) is refused: its proof is not checked here. A verified token is remembered by its
 * SHA-256 for {@link #REMEMBERED}, never longer than it lives; client, realm and not-before are looked at on every call, so
 * that a revoked single token is the only thing that is seen late.
 */
final class ServiceAccountTokens {

    /** A verification costs a signature and a query; the revocation of one token is seen this late. */
    static final Duration REMEMBERED = Duration.ofSeconds(10);

    private static final int MOST_TOKENS = 1_000;

    private final Cache<String, VerifiedToken> verified;
    private final Clock clock;

    /**
     * A token that was valid a moment ago.
     *
     * @param clientId the client to which the token was issued
     * @param issuedAt seconds since 1970
     * @param expiresAt seconds since 1970
     */
    record VerifiedToken(String clientId, String clientUuid, long issuedAt, long expiresAt) {}

    ServiceAccountTokens(Ticker ticker, Clock clock) {
        this.clock = clock;
        this.verified = Caffeine.newBuilder()
                .expireAfterWrite(REMEMBERED)
                .maximumSize(MOST_TOKENS)
                .ticker(ticker)
                .build();
    }

    /**
     * Verifies the token, or returns a result of a moment ago; empty if the token is not one of a service account.
     *
     * @param bulkhead has a turn for each verification: Keycloak queries the database for the token
     * @throws io.github.keycloakapppasswords.transaction.DatabaseBusyException if the bulkhead has no turn
     */
    Optional<VerifiedToken> verify(KeycloakSession session, RealmModel realm, String token, DatabaseBulkhead bulkhead) {
        String key = realm.getId() + ' ' + sha256(token);
        VerifiedToken remembered = verified.getIfPresent(key);
        if (remembered != null) {
            return Optional.of(remembered);
        }
        try (DatabaseBulkhead.Turn turn = bulkhead.turn()) {
            turn.take();
            Optional<VerifiedToken> fresh = verifyNow(session, realm, token);
            fresh.ifPresent(value -> verified.put(key, value));
            return fresh;
        }
    }

    /** Why the verified token no longer proves that the caller is this client, or empty if it does. */
    Optional<Reason> refuse(KeycloakSession session, RealmModel realm, ClientModel client, VerifiedToken token) {
        boolean alive = token.expiresAt() > clock.instant().getEpochSecond()
                && token.issuedAt() >= realm.getNotBefore()
                && token.issuedAt() >= client.getNotBefore();
        boolean own = client.getId().equals(token.clientUuid()) && client.isServiceAccountsEnabled();
        return alive && own ? Optional.empty() : Optional.of(Reason.GATEWAY_CREDENTIAL_WRONG);
    }

    private static Optional<VerifiedToken> verifyNow(KeycloakSession session, RealmModel realm, String token) {
        AuthResult result = new BearerTokenAuthenticator(session)
                .setRealm(realm)
                .setTokenString(token)
                .authenticate();
        if (result == null || result.client() == null || !isOwnServiceAccount(result.user(), result.client())) {
            return Optional.empty();
        }
        AccessToken claims = result.token();
        boolean usable = claims.getConfirmation() == null
                && claims.getExp() != null
                && claims.getIat() != null
                && Objects.equals(claims.getIssuedFor(), result.client().getClientId());
        return usable
                ? Optional.of(new VerifiedToken(
                        result.client().getClientId(), result.client().getId(), claims.getIat(), claims.getExp()))
                : Optional.empty();
    }

    private static boolean isOwnServiceAccount(UserModel user, ClientModel client) {
        return user.isEnabled() && client.getId().equals(user.getServiceAccountClientLink());
    }

    private static String sha256(String token) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256; this one does not.", e);
        }
    }
}
