package io.github.keycloakapppasswords.stage;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** An authenticator app: time-based one-time passwords of six digits and 30 s with HMAC-SHA-1 (RFC 6238, RFC 4226). */
public final class Totp {
    private static final int PERIOD_SECONDS = 30;
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private final byte[] key;
    private final Clock clock;
    private long lastStep = Long.MIN_VALUE;

    private Totp(byte[] key, Clock clock) {
        this.key = key.clone();
        this.clock = clock;
    }

    /** An app with a new key of 20 letters and digits, the form in which Keycloak keeps its keys. */
    public static Totp generate() {
        SecureRandom random = new SecureRandom();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return ofText(text.toString(), Clock.systemUTC());
    }

    /** An app with the key that Keycloak's enrolment page shows in Base32 (RFC 4648); spaces are ignored. */
    public static Totp ofBase32(String key) {
        return new Totp(fromBase32(key.replace(" ", "")), Clock.systemUTC());
    }

    /** An app with the key as Keycloak stores it: its UTF-8 bytes. */
    static Totp ofText(String key, Clock clock) {
        return new Totp(key.getBytes(StandardCharsets.UTF_8), clock);
    }

    /** The key as Keycloak stores it. */
    public String text() {
        return new String(key, StandardCharsets.UTF_8);
    }

    /** The key as people type it into an app. */
    public String base32() {
        StringBuilder out = new StringBuilder();
        int bits = 0;
        int buffer = 0;
        for (byte octet : key) {
            buffer = (buffer << 8) | (octet & 0xff);
            bits += 8;
            while (bits >= 5) {
                bits -= 5;
                out.append(ALPHABET.charAt((buffer >> bits) & 31));
            }
            buffer &= (1 << bits) - 1;
        }
        return bits == 0
                ? out.toString()
                : out.append(ALPHABET.charAt((buffer << (5 - bits)) & 31)).toString();
    }

    /**
     * A code that was not given before, since Keycloak takes each only once: the code of now, or the next one, which
     * Keycloak takes too. Waits until there is one.
     */
    public synchronized String freshCode() {
        long step = Math.max(stepNow(), lastStep + 1);
        Waiting.until(
                Duration.ofSeconds(PERIOD_SECONDS), "the next one-time code is valid", () -> step <= stepNow() + 1);
        lastStep = step;
        return codeAt(step);
    }

    /** A code of six digits that is not valid now, nor around now. */
    public String wrongCode() {
        long now = stepNow();
        int wrong = (Integer.parseInt(codeAt(now)) + 1) % 1_000_000;
        while (near(now, format(wrong))) {
            wrong = (wrong + 1) % 1_000_000;
        }
        return format(wrong);
    }

    private boolean near(long step, String code) {
        for (long other = step - 2; other <= step + 2; other++) {
            if (codeAt(other).equals(code)) {
                return true;
            }
        }
        return false;
    }

    /** The code of a time step, RFC 4226 section 5.3. */
    String codeAt(long step) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(key, "HmacSHA1"));
            byte[] hash =
                    mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
            int offset = hash[hash.length - 1] & 0xf;
            return format((ByteBuffer.wrap(hash).getInt(offset) & 0x7fffffff) % 1_000_000);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has HmacSHA1.", e);
        }
    }

    private static String format(int code) {
        return String.format("%06d", code);
    }

    private long stepNow() {
        return clock.instant().getEpochSecond() / PERIOD_SECONDS;
    }

    private static byte[] fromBase32(String text) {
        ByteBuffer out = ByteBuffer.allocate(text.length() * 5 / 8);
        int bits = 0;
        int buffer = 0;
        for (int i = 0; i < text.length() && text.charAt(i) != '='; i++) {
            int value = ALPHABET.indexOf(Character.toUpperCase(text.charAt(i)));
            if (value < 0) {
                throw new IllegalArgumentException("Not Base32: the symbol at position " + i + ".");
            }
            buffer = (buffer << 5) | value;
            bits += 5;
            if (bits >= 8) {
                bits -= 8;
                out.put((byte) (buffer >> bits));
            }
            buffer &= (1 << bits) - 1;
        }
        byte[] bytes = new byte[out.position()];
        out.flip().get(bytes);
        return bytes;
    }
}
