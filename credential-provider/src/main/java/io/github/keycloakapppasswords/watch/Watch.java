package io.github.keycloakapppasswords.watch;

import io.github.keycloakapppasswords.proof.GateSession;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.managers.AuthenticationSessionManager;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.sessions.RootAuthenticationSessionModel;

/**
 * The owner's right to see the first sign-in with one new app password, while the page with the app password is open.
 *
 * <p><b>Security.</b> The page holds a ticket of {@value #TICKET_BYTES} random bytes. Its digest is a note of the authentication
 * session that showed the page. So a ticket is worth something only with the signed cookie of the same browser, in the same
 * realm, until the action has ended or was begun again, and for {@link WatchedSignIns#LONGEST} at most. The ticket is not the app
 * password, nothing of the app password can be computed from it, and it opens nothing else. A request with a ticket changes
 * nothing.
 *
 * @param userId the owner
 * @param credentialId the new app password
 * @param since when the page was shown
 */
public record Watch(String userId, String credentialId, Instant since) {

    private static final int TICKET_BYTES = 20;
    private static final Pattern TICKET = Pattern.compile("[A-Za-z0-9_-]{27}");
    private static final String SEPARATOR = " ";
    private static final SecureRandom RANDOM = new SecureRandom();

    /**
     * Begins to watch.
     *
     * @return the ticket, for the page alone
     */
    public static String begin(
            KeycloakSession session, GateSession gate, UserModel owner, String credentialId, Clock clock) {
        byte[] random = new byte[TICKET_BYTES];
        RANDOM.nextBytes(random);
        String ticket = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        new WatchedSignIns(session).watch(owner.getId());
        gate.watch(new Watch(owner.getId(), credentialId, clock.instant()).note(ticket));
        return ticket;
    }

    /**
     * The watch of a ticket, for the browser that sent the session's request.
     *
     * @param ticket as it was sent, may be anything
     * @return empty if the ticket is not this browser's in this realm, or the watch is over. Queries no database.
     */
    public static Optional<Watch> of(KeycloakSession session, RealmModel realm, String ticket, Instant now) {
        if (!TICKET.matcher(ticket).matches()) {
            return Optional.empty();
        }
        RootAuthenticationSessionModel browser =
                new AuthenticationSessionManager(session).getCurrentRootAuthenticationSession(realm);
        if (browser == null) {
            return Optional.empty();
        }
        return of(browser.getAuthenticationSessions().values().stream().toList(), ticket, now);
    }

    private static Optional<Watch> of(List<AuthenticationSessionModel> tabs, String ticket, Instant now) {
        return tabs.stream()
                .flatMap(tab -> GateSession.watch(tab).stream())
                .flatMap(note -> read(note, ticket).stream())
                .filter(watch -> now.isBefore(watch.since().plus(WatchedSignIns.LONGEST)))
                .findFirst();
    }

    /** The news for the page, if there are any. Queries no database. */
    public Optional<SignInNews> news(KeycloakSession session) {
        return new WatchedSignIns(session).of(userId, credentialId, since);
    }

    /** With the digest of the ticket in place of the ticket. */
    String note(String ticket) {
        return String.join(SEPARATOR, digest(ticket), credentialId, String.valueOf(since.toEpochMilli()), userId);
    }

    /** Empty if the note is of another ticket. The user's id comes last, since a directory may give it any form. */
    static Optional<Watch> read(String note, String ticket) {
        String[] parts = note.split(SEPARATOR, 4);
        if (parts.length != 4 || !isSame(parts[0], digest(ticket))) {
            return Optional.empty();
        }
        return Optional.of(new Watch(parts[3], parts[1], Instant.ofEpochMilli(Long.parseLong(parts[2]))));
    }

    private static boolean isSame(String one, String other) {
        return MessageDigest.isEqual(
                one.getBytes(StandardCharsets.US_ASCII), other.getBytes(StandardCharsets.US_ASCII));
    }

    private static String digest(String ticket) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(ticket.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256; this one does not.", e);
        }
    }
}
