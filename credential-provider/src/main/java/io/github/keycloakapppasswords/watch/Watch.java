package io.github.keycloakapppasswords.watch;

import io.github.keycloakapppasswords.proof.GateSession;
import io.github.keycloakapppasswords.term.Digest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.managers.AuthenticationSessionManager;
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
 * @param since attempts before that are not shown: a little before the page was made
 */
public record Watch(String userId, String credentialId, Instant since) {

    private static final int TICKET_BYTES = 20;

    /** The time that all nodes share is known to a second. */
    private static final Duration CLOCKS = Duration.ofSeconds(1);

    /** What a ticket looks like. */
    public static final String TICKET_RULE = "27 letters of A to Z and a to z, digits, hyphens and underscores.";

    private static final Pattern TICKET = Pattern.compile("[A-Za-z0-9_-]{27}");
    private static final String SEPARATOR = " ";
    private static final SecureRandom RANDOM = new SecureRandom();

    /**
     * Begins to watch. Writes a note of the authentication session. {@link WatchMarks} hears of it when the session's transaction has
     * ended. Asks no storage.
     *
     * @param userId the owner
     * @param now the time that all nodes share
     * @return the ticket, for the page alone
     */
    public static String begin(
            KeycloakSession session,
            RealmModel realm,
            GateSession gate,
            String userId,
            String credentialId,
            Instant now) {
        byte[] random = new byte[TICKET_BYTES];
        RANDOM.nextBytes(random);
        String ticket = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        gate.watch(new Watch(userId, credentialId, SignInNews.second(now).minus(CLOCKS)).note(ticket));
        new WatchBegun(realm.getId(), userId).publishAfterCompletion(session);
        return ticket;
    }

    /** Whether a text looks like a ticket. */
    public static boolean isTicket(String text) {
        return TICKET.matcher(text).matches();
    }

    /**
     * The watch of a ticket, for the browser that sent the session's request.
     *
     * @param ticket as it was sent, may be anything
     * @param now the time that all nodes share
     * @return empty if the ticket is not this browser's in this realm, or the watch is over. Queries no database.
     */
    public static Optional<Watch> of(KeycloakSession session, RealmModel realm, String ticket, Instant now) {
        if (!isTicket(ticket)) {
            return Optional.empty();
        }
        RootAuthenticationSessionModel browser =
                new AuthenticationSessionManager(session).getCurrentRootAuthenticationSession(realm);
        if (browser == null) {
            return Optional.empty();
        }
        List<String> notes = browser.getAuthenticationSessions().values().stream()
                .flatMap(tab -> GateSession.watch(tab).stream())
                .toList();
        return of(notes, ticket, now);
    }

    /** The watch of a ticket among the notes of the tabs of a browser. */
    static Optional<Watch> of(List<String> notes, String ticket, Instant now) {
        return notes.stream()
                .flatMap(note -> read(note, ticket).stream())
                .filter(watch -> now.isBefore(watch.since().plus(WatchedSignIns.LONGEST)))
                .findFirst();
    }

    /** The news for the page, if there are any. Queries no database. */
    public Optional<SignInNews> news(KeycloakSession session, RealmModel realm) {
        return new WatchedSignIns(session).watchedBy(realm.getId(), userId, credentialId, since);
    }

    /** With the digest of the ticket in place of the ticket. */
    String note(String ticket) {
        return String.join(SEPARATOR, Digest.of(ticket), credentialId, String.valueOf(since.toEpochMilli()), userId);
    }

    /** Empty if the note is of another ticket. The user's id comes last, since a directory may give it any form. */
    static Optional<Watch> read(String note, String ticket) {
        String[] parts = note.split(SEPARATOR, 4);
        if (parts.length != 4 || !isSame(parts[0], Digest.of(ticket))) {
            return Optional.empty();
        }
        return Optional.of(new Watch(parts[3], parts[1], Instant.ofEpochMilli(Long.parseLong(parts[2]))));
    }

    private static boolean isSame(String one, String other) {
        return MessageDigest.isEqual(
                one.getBytes(StandardCharsets.US_ASCII), other.getBytes(StandardCharsets.US_ASCII));
    }
}
