package io.github.keycloakapppasswords.factor;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An observation about a user's second factors. Notes are only added, never changed.
 *
 * @param credentialId which factor is meant, of a link its {@link #linkId}; {@code null}: any of the user's
 * @param at when; of {@link Kind#UNPROVED} the time from which the waiting time counts
 */
public record FactorNote(Kind kind, @Nullable String credentialId, Instant at) {

    /** Characters of {@link #credentialId} that can be stored. */
    public static final int LONGEST_ID = 36;

    /** The kinds of notes. The order decides between notes of the same millisecond: the later kind counts. */
    public enum Kind {
        /** A sign-in showed that the user has a second factor. */
        PRESENT,
        /** An admin took a factor away. */
        RESET,
        /** A sign-in showed that the user has no second factor any more, and nothing says where it went. */
        GONE,
        /** A factor was removed, and not by an admin. */
        REMOVED,
        /** This factor counts: it was there before anything was noted of the user, or was set up in a way that lets it count. */
        PROVED,
        /** This factor was set up without proof of an older one, while there was one or until a moment before. */
        UNPROVED,
        /** The owner said, by the link of a mail, that a change of their factors was not theirs. */
        STOPPED;

        private final String id = name().toLowerCase(Locale.ROOT);

        /** As it is stored: lower case. */
        String id() {
            return id;
        }

        /** @throws IllegalArgumentException if this release does not know it */
        static Kind of(String id) {
            return Arrays.stream(values())
                    .filter(kind -> kind.id.equals(id))
                    .findFirst()
                    .orElseThrow(
                            () -> new IllegalArgumentException("Unknown kind \"" + id + "\" of a note of a factor."));
        }
    }

    private static final String LINK = "link:";

    /** Bytes of the hash that an id of {@link #LONGEST_ID} has room for, after {@link #LINK}. */
    private static final int HASH_BYTES = 23;

    /**
     * The name of a link with an identity provider in notes; a link has no credential id. A hash, since the id at the provider
     * may be longer than an id here.
     *
     * @param alias of the provider
     * @param idAtProvider of the account there
     */
    public static String linkId(String alias, String idAtProvider) {
        String text = alias.length() + ":" + alias + idAtProvider;
        byte[] hash = Arrays.copyOf(sha256(text.getBytes(StandardCharsets.UTF_8)), HASH_BYTES);
        return LINK + Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }

    /** A note of the user, not of one factor. */
    public static FactorNote of(Kind kind, Instant at) {
        return new FactorNote(kind, null, at);
    }

    /** The factor counts as far as the waiting time goes. */
    public static FactorNote proved(String credentialId, Instant at) {
        return new FactorNote(Kind.PROVED, credentialId, at);
    }

    /** The factor was set up without proof; the waiting time counts from this time. */
    public static FactorNote unproved(String credentialId, Instant since) {
        return new FactorNote(Kind.UNPROVED, credentialId, since);
    }
}
