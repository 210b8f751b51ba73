package io.github.keycloakapppasswords.policy;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What mail programs may know of a realm before anybody signs in.
 *
 * @param domains of e-mail addresses, in ASCII and lower case; empty: mail programs get no settings
 * @param userName that a mail program uses; {@code null}: the name by which the gateways know users
 */
public record MailPrograms(Set<String> domains, @Nullable UserName userName) {

    static final int MOST_DOMAINS = 500;

    /** A host name of two labels or more (RFC 1123), with international labels as A-labels (RFC 5890). */
    private static final Pattern DOMAIN = Pattern.compile(
            "(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?");

    /** The part of an e-mail address that is the user name. */
    public enum UserName {
        /** All of it. */
        ADDRESS,
        /** The part before the {@code @}. */
        LOCAL_PART;

        static final List<String> CHOICES =
                Arrays.stream(values()).map(UserName::choice).toList();

        static Optional<UserName> of(String choice) {
            return Arrays.stream(values())
                    .filter(value -> value.choice().equals(choice))
                    .findFirst();
        }

        private String choice() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * Reads a domain.
     *
     * @throws IllegalArgumentException with a finished sentence
     */
    static String domain(String text) {
        String domain = text.strip().toLowerCase(Locale.ROOT);
        if (!isDomain(domain)) {
            throw new IllegalArgumentException("A domain is the part of an e-mail address after the @, like"
                    + " \"example.org\"; an international domain in its form for programs, like"
                    + " \"xn--bcher-kva.example\".");
        }
        return domain;
    }

    /** Whether this is a domain in ASCII and lower case. */
    public static boolean isDomain(String text) {
        return DOMAIN.matcher(text).matches();
    }
}
