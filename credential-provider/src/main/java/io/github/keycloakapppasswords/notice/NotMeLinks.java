package io.github.keycloakapppasswords.notice;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Makes and reads the keys of "not me" links.
 *
 * <p><b>Security.</b> A key is good for one app password of one user of one realm, for seven days, and for nothing but revoking
 * it. One about a second factor stops the making of app passwords until an admin takes a factor away, and revokes those that were made
 * since the link was; it does nothing more when used again. Another works once because an app password can be revoked once and its id never comes again: there is nothing to be
 * remembered, and nothing that a restart or another node could forget.
 */
final class NotMeLinks {

    static final Duration GOOD_FOR = Duration.ofDays(7);

    /** In place of a credential's id: the link is about the user's second factors, and stops the making of app passwords. */
    static final String SECOND_FACTOR = "second-factor";

    /** Ours have some 500 characters. */
    private static final int LONGEST = 2_000;

    private final KeycloakSession session;
    private final RealmModel realm;
    private final Clock clock;

    /** @param session has the realm in its context */
    NotMeLinks(KeycloakSession session, RealmModel realm, Clock clock) {
        this.session = session;
        this.realm = realm;
        this.clock = clock;
    }

    /** The result of reading a key. */
    sealed interface Reading {

        /** The key is valid, and its time is not over. */
        record Good(String userId, String credentialId, Instant madeAt) implements Reading {

            boolean isOfSecondFactor() {
                return SECOND_FACTOR.equals(credentialId);
            }
        }

        /** The key was valid, and its time is over. */
        record Expired() implements Reading {}

        /** The key belongs to another realm, was altered, or is not a key. */
        record Invalid() implements Reading {}
    }

    String key(String userId, String credentialId) {
        return key(userId, credentialId, clock.instant());
    }

    /** @param since what the link is about happened no earlier */
    String key(String userId, String credentialId, Instant since) {
        Instant expiresAt = since.plus(GOOD_FOR);
        return session.tokens().encode(new NotMeToken(realm.getId(), userId, credentialId, expiresAt));
    }

    /** @param key as it came with the request; may be {@code null} or anything */
    Reading read(@Nullable String key) {
        if (key == null || key.length() > LONGEST) {
            return new Reading.Invalid();
        }
        NotMeToken token = session.tokens().decode(key, NotMeToken.class);
        if (token == null || !NotMeToken.TYPE.equals(token.getType()) || !token.hasAudience(realm.getId())) {
            return new Reading.Invalid();
        }
        String userId = token.getSubject();
        String credentialId = token.credentialId();
        Long expiresAt = token.getExp();
        if (userId == null || credentialId == null || expiresAt == null) {
            return new Reading.Invalid();
        }
        return clock.instant().isBefore(Instant.ofEpochSecond(expiresAt))
                ? new Reading.Good(
                        userId, credentialId, Instant.ofEpochSecond(expiresAt).minus(GOOD_FOR))
                : new Reading.Expired();
    }
}
