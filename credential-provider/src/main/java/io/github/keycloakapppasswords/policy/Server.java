package io.github.keycloakapppasswords.policy;

import io.github.keycloakapppasswords.term.Protocol;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * A server that an account owner types into a device: {@code imap imap.example.org:993 tls} or
 * {@code caldav https://dav.example.org/}.
 *
 * @param protocol what it serves
 * @param address host and port, or an HTTPS address
 * @param security how the connection is protected
 */
public record Server(Protocol protocol, String address, Security security) {

    /** The protection of the connection to a server; an unprotected connection cannot be named. */
    public enum Security {
        /** TLS from the first byte (RFC 8314). */
        TLS,
        /** TLS after a command in clear text. */
        STARTTLS
    }

    /**
     * Reads a server setting.
     *
     * @throws IllegalArgumentException with a finished sentence
     */
    static Server parse(String text) {
        String[] words = text.strip().split("\\s+", -1);
        if (words.length == 2 && isHttps(words[1])) {
            return new Server(Protocol.of(words[0]), words[1], Security.TLS);
        }
        if (words.length == 3 && isHostAndPort(words[1])) {
            for (Security security : Security.values()) {
                if (security.name().toLowerCase(Locale.ROOT).equals(words[2])) {
                    return new Server(Protocol.of(words[0]), words[1], security);
                }
            }
        }
        throw new IllegalArgumentException("A server is a protocol, a host with port, and tls or starttls, like"
                + " \"imap imap.example.org:993 tls\", or a protocol and an HTTPS address, like"
                + " \"caldav https://dav.example.org/\".");
    }

    /** Whether the address is that of a web server. */
    public boolean isWeb() {
        return isHttps(address);
    }

    /** The host, without the brackets of an IPv6 address. */
    public String host() {
        return String.valueOf(uri().getHost()).replaceAll("[\\[\\]]", "");
    }

    /** The port; -1 for a web server's address that names none. */
    public int port() {
        return uri().getPort();
    }

    private URI uri() {
        return URI.create(isWeb() ? address : "mail://" + address);
    }

    private static boolean isHttps(String address) {
        try {
            URI uri = new URI(address);
            return "https".equals(uri.getScheme()) && uri.getHost() != null && uri.getUserInfo() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static boolean isHostAndPort(String address) {
        try {
            URI uri = new URI("mail://" + address);
            return uri.getHost() != null
                    && uri.getPort() >= 1
                    && uri.getPort() <= 65_535
                    && uri.getUserInfo() == null
                    && uri.getPath().isEmpty()
                    && uri.getQuery() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
