package io.github.keycloakapppasswords.mailsettings;

import io.github.keycloakapppasswords.http.InvalidRequestException;
import io.github.keycloakapppasswords.policy.MailPrograms;
import io.github.keycloakapppasswords.username.InternationalDomain;
import org.jspecify.annotations.Nullable;

/**
 * An e-mail address as a mail program sends it (RFC 5321, section 4.1.2; RFC 6531). Whether the mailbox exists is not known
 * here.
 *
 * @param localPart what stands before the last {@code @}
 * @param domain in ASCII and lower case
 */
record MailAddress(String localPart, String domain) {

    private static final int LONGEST_LOCAL_PART = 64;
    private static final int LONGEST = 320;

    /**
     * Reads an address.
     *
     * @param field by which the program sent it, for the message
     * @throws InvalidRequestException if it is missing or is not an address
     */
    static MailAddress of(String field, @Nullable String text) {
        String address = text == null ? "" : text.strip();
        int at = address.lastIndexOf('@');
        if (address.length() > LONGEST || at < 1 || at > LONGEST_LOCAL_PART || !isLocalPart(address.substring(0, at))) {
            throw invalid(field);
        }
        return new MailAddress(address.substring(0, at), domain(field, address.substring(at + 1)));
    }

    /**
     * Reads a domain in either spelling.
     *
     * @throws InvalidRequestException if it is not a domain
     */
    static String domain(String field, String text) {
        String domain = text.length() > LONGEST ? "" : InternationalDomain.inAscii(text);
        if (!MailPrograms.isDomain(domain)) {
            throw invalid(field);
        }
        return domain;
    }

    /** The address with its domain in ASCII. */
    String address() {
        return localPart + '@' + domain;
    }

    private static boolean isLocalPart(String text) {
        return text.codePoints().noneMatch(MailAddress::isForbidden);
    }

    private static boolean isForbidden(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE,
                    Character.SURROGATE,
                    Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> c == '@';
        };
    }

    private static InvalidRequestException invalid(String field) {
        return new InvalidRequestException(
                field,
                field + " must be " + (field.equals("domain") ? "a domain" : "an e-mail address")
                        + ", without spaces and with at most " + LONGEST + " characters.");
    }
}
