package io.github.keycloakapppasswords.secret;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;

/**
 * Hashes app passwords and compares them: the one class that unwraps a secret.
 *
 * <p><b>Security.</b> SHA-256 over a {@value AppPasswordHash#SALT_BYTES}-byte salt and the secret's 15 bytes. A slow
 * hash protects secrets that can be guessed; 120 random bits cannot, at any speed (ADR 2 has the arithmetic). The
 * comparison takes the same time wherever two digests differ. Uses JCA only, so that it also runs in FIPS mode.
 * Instances are stateless and may be shared between threads.
 */
public final class AppPasswordHasher {

    private static final String JCA_ALGORITHM = "SHA-256";

    /** One app password held against many hashes; saves looking the algorithm up for each. Not for several threads. */
    public static final class Comparison {

        private final AppPassword password;
        private final MessageDigest sha256 = sha256();

        private Comparison(AppPassword password) {
            this.password = password;
        }

        /** Whether the hash was made of this password; in time that does not depend on the answer. */
        public boolean matches(AppPasswordHash hash) {
            return MessageDigest.isEqual(digest(sha256, hash.saltBytes(), password), hash.digestBytes());
        }
    }

    /** Hashes with a new salt. */
    public AppPasswordHash hash(AppPassword password, SecureRandom random) {
        byte[] salt = new byte[AppPasswordHash.SALT_BYTES];
        random.nextBytes(salt);
        return new AppPasswordHash(salt, digest(sha256(), salt, password));
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
