package io.github.keycloakapppasswords.secret;

import java.security.SecureRandom;
import java.util.Optional;

/**
 * An app password: 120 random bits that a person copies once into one device.
 *
 * <p>Written as 24 symbols of Crockford's Base32 alphabet and one check symbol, in five groups of five:
 * {@code 7k3zq-…}. Reading is forgiving, see {@link #parse(String)}.
 *
 * <p><b>Security.</b> The only ways to obtain one are {@link #generate(SecureRandom)} on this server and reading what a
 * client sent. The value is in memory only; {@link #toString()} tells nothing of it. {@link #reveal()} may be called
 * only by the page or answer that hands a new app password to its owner, and {@link #unwrap()} only by
 * {@link AppPasswordHasher}: an architecture test holds both. Not guaranteed: that the bytes leave the heap before
 * the garbage collector takes them.
 */
public final class AppPassword {

    /** Random bytes in an app password: 15, that is 120 bits. */
    static final int SECRET_BYTES = 15;

    private final byte[] secret;

    private AppPassword(byte[] secret) {
        this.secret = secret;
    }

    /**
     * Makes a new app password.
     *
     * @param random a cryptographically strong source, never {@code null}
     */
    public static AppPassword generate(SecureRandom random) {
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        return new AppPassword(secret);
    }

    /**
     * Reads an app password as a person or a device sends it, after compatibility folding (NFKC, Unicode Standard Annex
     * 15). Case is ignored, and so is every character that is neither letter nor number: white space, dashes, quotes,
     * marks, and characters that show nothing. {@code o} is read as {@code 0}, {@code i} and {@code l} as {@code 1}, and
     * a decimal digit of another script as its value. Any other letter or number makes the text something else.
     *
     * <p>The check symbol may be missing, as where a device's field holds 24 characters. A text of 24 symbols is
     * therefore read whatever it is, also if it is a main password that has 24 symbols of this alphabet, or an app
     * password that lost one symbol: it is then looked up, and is a wrong secret. It still proves all 120 bits.
     *
     * @param text what was sent; may be anything
     * @return the app password, or empty if the text has another number of symbols, or has letters of another alphabet,
     *     or its check symbol is there and wrong: it was never an app password, and nothing need be looked up to know it
     */
    public static Optional<AppPassword> parse(String text) {
        return AppPasswordText.decode(text).map(AppPassword::new);
    }

    /**
     * Whether a text that is {@linkplain #parse(String) no app password} looks like one with typing errors: nearly as many
     * letters and digits, of both kinds, in one case, and nearly all of the alphabet. A hint for the owner, and no more: a main password may look so too.
     *
     * @param text what was sent; may be anything
     */
    public static boolean resembles(String text) {
        return AppPasswordText.resembles(text);
    }

    /** The app password as its owner copies it: five groups of five lower-case symbols joined by hyphens. */
    public String reveal() {
        return AppPasswordText.encode(secret);
    }

    /** The secret's own bytes, not a copy: for {@link AppPasswordHasher} alone. */
    byte[] unwrap() {
        return secret;
    }

    @Override
    public String toString() {
        return "AppPassword[redacted]";
    }
}
