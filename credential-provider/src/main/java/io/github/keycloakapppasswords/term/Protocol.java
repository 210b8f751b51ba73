package io.github.keycloakapppasswords.term;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A protocol that an app password may be used for: one of {@link #KNOWN} or an admin's own id.
 *
 * @param id lower-case letters, digits and hyphens, 1 to 32 of them
 */
public record Protocol(String id) implements Comparable<Protocol> {

    // first: the constants below are checked against it
    private static final Pattern ID = Pattern.compile("[a-z0-9-]{1,32}");

    public static final Protocol IMAP = new Protocol("imap");
    public static final Protocol POP3 = new Protocol("pop3");
    public static final Protocol SMTP = new Protocol("smtp");
    public static final Protocol SIEVE = new Protocol("sieve");
    /** Exchange ActiveSync. */
    public static final Protocol EAS = new Protocol("eas");

    public static final Protocol CALDAV = new Protocol("caldav");
    public static final Protocol CARDDAV = new Protocol("carddav");
    public static final Protocol WEBDAV = new Protocol("webdav");
    public static final Protocol XMPP = new Protocol("xmpp");
    public static final Protocol LDAP = new Protocol("ldap");
    public static final Protocol RADIUS = new Protocol("radius");

    /** The protocols that have a name on the pages, in the order in which they are shown. */
    public static final List<Protocol> KNOWN =
            List.of(IMAP, POP3, SMTP, SIEVE, EAS, CALDAV, CARDDAV, WEBDAV, XMPP, LDAP, RADIUS);

    /** @throws IllegalArgumentException with a finished sentence, if the id is anything else */
    public Protocol {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException(
                    "A protocol is 1 to 32 lower-case letters, digits and hyphens, like \"imap\"; it was "
                            + Quoted.of(id) + ".");
        }
    }

    /** @throws IllegalArgumentException with a finished sentence, if the text is not a protocol id */
    @JsonCreator
    public static Protocol of(String id) {
        return new Protocol(id);
    }

    @Override
    public int compareTo(Protocol other) {
        return id.compareTo(other.id);
    }

    @JsonValue
    @Override
    public String toString() {
        return id;
    }
}
