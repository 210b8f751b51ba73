package io.github.keycloakapppasswords.term;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** Digests by which a text is recognised again without being kept. Not for app passwords. */
public final class Digest {

    private Digest() {}

    /** SHA-256 of the text as Base64 for URLs: 43 characters. */
    public static String of(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(sha256(text));
    }

    /** The first 64 bits of SHA-256 of the text: for a memory of many texts in which a mistaken text does little harm. */
    public static long shortOf(String text) {
        return ByteBuffer.wrap(sha256(text)).getLong();
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256; this one does not.", e);
        }
    }
}
