package io.github.keycloakapppasswords.policy;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A word of an identity provider that counts as a second factor, like {@code corp amr mfa}.
 *
 * <p><b>Security.</b> It is one provider's word: the same one of another provider, which the user may run herself, means
 * nothing.
 *
 * @param alias of the identity provider in the realm
 * @param claim where the word is in the provider's ID token
 * @param value the word, compared to the letter
 */
public record IdentityProviderFactor(String alias, Claim claim, String value) {

    /** A claim of an ID token (OpenID Connect Core 1.0, section 2). */
    public enum Claim {
        /** Authentication methods references: a list. */
        AMR,
        /** Authentication context class reference: one. */
        ACR
    }

    private static final String TYPE = "identity-provider:";

    private static final Pattern TEXT = Pattern.compile("(\\S{1,255})\\s+(amr|acr)\\s+(\\S{1,255})");

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException with a sentence that says what is allowed
     */
    static IdentityProviderFactor parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "It must be the alias of an identity provider, amr or acr, and the value,"
                            + " separated by spaces, like \"corp amr mfa\".");
        }
        return new IdentityProviderFactor(
                matcher.group(1), Claim.valueOf(matcher.group(2).toUpperCase(Locale.ROOT)), matcher.group(3));
    }

    /** The type of a link with this provider, in place of a credential type. No credential has such a type. */
    public static String type(String alias) {
        return TYPE + alias;
    }

    /** The type of this factor. */
    public String type() {
        return type(alias);
    }

    /**
     * Whether a token's claims have the word.
     *
     * @param amr its methods; empty: it names none
     * @param acr its class; empty: it names none
     */
    public boolean isIn(Collection<?> amr, Optional<String> acr) {
        return switch (claim) {
            case AMR -> amr.contains(value);
            case ACR -> acr.filter(value::equals).isPresent();
        };
    }
}
