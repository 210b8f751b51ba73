package io.github.keycloakapppasswords.secret;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Hashes app passwords and compares them: the one class that unwraps a secret.
 *
 * <p><b>Security.</b> SHA-256 over a {@value AppPasswordHash#SALT_BYTES}-byte salt and the secret's 15 bytes. A slow
 * hash protects secrets that can be guessed; 120 random bits cannot, at any speed (ADR 2 has the arithmetic). The
 * comparison takes the same time wherever two digests differ. A fingerprint tells which hash to compare with; a hash decides
 * (ADR 34). Uses JCA only, so that it also runs in FIPS mode.
 * Instances are stateless and may be shared between threads.
 */
public final class AppPasswordHasher {

    private static final String JCA_ALGORITHM = "SHA-256";

    /** So that a fingerprint is never the hash of the same secret for another purpose. */
    private static final byte[] FINGERPRINT = "keycloak-app-passwords fingerprint".getBytes(StandardCharsets.US_ASCII);

    private static final int FINGERPRINT_BYTES = 8;

    /**
     * One app password held against many hashes; saves looking the algorithm up for each, and hashing for those of other
     * secrets. Not for several threads.
     */
    public static final class Comparison {

        private final AppPassword password;
        private final MessageDigest sha256 = sha256();
        private @Nullable String fingerprint;

        private Comparison(AppPassword password) {
            this.password = password;
        }

        /**
         * Whether the hash was made of this password. The time shows whether both have the same fingerprint, that is whether the
         * secret is or was one of this user: a refusal is held to a floor of time, and an acceptance says it.
         */
        public boolean matches(AppPasswordHash hash) {
            String stored = hash.fingerprint();
            if (stored != null && !stored.equals(fingerprint())) {
                return false;
            }
            return MessageDigest.isEqual(digest(sha256, hash.saltBytes(), password), hash.digestBytes());
        }

        private String fingerprint() {
            String known = fingerprint;
            if (known == null) {
                known = AppPasswordHasher.fingerprint(sha256, password);
                fingerprint = known;
            }
            return known;
        }
    }

    /** Hashes with a new salt. */
    public AppPasswordHash hash(AppPassword password, SecureRandom random) {
        byte[] salt = new byte[AppPasswordHash.SALT_BYTES];
        random.nextBytes(salt);
        return new AppPasswordHash(salt, digest(sha256(), salt, password), fingerprint(password));
    }

    /**
     * Which of many secrets this may be: 16 hexadecimal digits, without a salt, the same in every realm. It does not help to
     * find the secret, which has 120 random bits, and never decides alone.
     */
    public String fingerprint(AppPassword password) {
        return fingerprint(sha256(), password);
    }

    private static String fingerprint(MessageDigest sha256, AppPassword password) {
        return HexFormat.of().formatHex(Arrays.copyOf(digest(sha256, FINGERPRINT, password), FINGERPRINT_BYTES));
    }

    /** Begins to hold an app password against hashes. */
    public Comparison compare(AppPassword password) {
        return new Comparison(password);
    }

    private static byte[] digest(MessageDigest sha256, byte[] salt, AppPassword password) {
        sha256.update(salt);
        return sha256.digest(password.unwrap());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance(JCA_ALGORITHM);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has " + JCA_ALGORITHM + "; this one does not.", e);
        }
    }
}
