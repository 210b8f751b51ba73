package io.github.keycloakapppasswords.secret;

import java.util.Base64;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The stored form of an app password: algorithm, salt and digest. Enough to recognise the secret, not to make it.
 *
 * <p><b>Security.</b> {@link #toString()} tells the algorithm only. Two hashes are never compared with each other by callers;
 * {@link AppPasswordHasher} compares, in constant time.
 */
public final class AppPasswordHash {

    /** The one algorithm of this format version: SHA-256 over salt and secret bytes. */
    public static final String SHA_256 = "sha-256";

    /** Bytes in a salt. */
    static final int SALT_BYTES = 16;

    private static final Pattern FINGERPRINT = Pattern.compile("[0-9a-f]{16}");

    /** Bytes in a digest. */
    static final int DIGEST_BYTES = 32;

    private final byte[] salt;
    private final byte[] digest;
    private final @Nullable String fingerprint;

    AppPasswordHash(byte[] salt, byte[] digest, @Nullable String fingerprint) {
        this.salt = salt;
        this.digest = digest;
        this.fingerprint = fingerprint;
    }

    /**
     * Restores a stored hash.
     *
     * @param algorithm must be {@link #SHA_256}
     * @param salt Base64 of {@value #SALT_BYTES} bytes
     * @param digest Base64 of {@value #DIGEST_BYTES} bytes
     * @throws IllegalArgumentException with a sentence naming the field, if one of them is anything else
     */
    public static AppPasswordHash restore(String algorithm, String salt, String digest) {
        if (!SHA_256.equals(algorithm)) {
            throw new IllegalArgumentException(
                    "The app password's hash algorithm is unknown to this version: it must be \"" + SHA_256 + "\".");
        }
        return new AppPasswordHash(decode("salt", salt, SALT_BYTES), decode("hash", digest, DIGEST_BYTES), null);
    }

    /**
     * The same hash with the fingerprint that was stored beside it.
     *
     * @param stored {@code null}: none was stored, since the record was restored without its secret. Anything but 16 lower-case
     *     hexadecimal digits counts as none
     */
    public AppPasswordHash withFingerprint(@Nullable String stored) {
        boolean readable = stored != null && FINGERPRINT.matcher(stored).matches();
        return new AppPasswordHash(salt, digest, readable ? stored : null);
    }

    /** The fingerprint of the secret, as {@link AppPasswordHasher#fingerprint} makes it; {@code null}: not known. */
    public @Nullable String fingerprint() {
        return fingerprint;
    }

    /** The algorithm's name, always {@link #SHA_256}. */
    public String algorithm() {
        return SHA_256;
    }

    /** The salt as Base64. */
    public String salt() {
        return Base64.getEncoder().encodeToString(salt);
    }

    /** The digest as Base64. */
    public String digest() {
        return Base64.getEncoder().encodeToString(digest);
    }

    byte[] saltBytes() {
        return salt;
    }

    byte[] digestBytes() {
        return digest;
    }

    @Override
    public String toString() {
        return "AppPasswordHash[" + SHA_256 + "]";
    }

    private static byte[] decode(String field, String base64, int length) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("The app password's " + field + " is not Base64.", e);
        }
        if (bytes.length != length) {
            throw new IllegalArgumentException(
                    "The app password's " + field + " has " + bytes.length + " bytes: it must have " + length + ".");
        }
        return bytes;
    }
}
