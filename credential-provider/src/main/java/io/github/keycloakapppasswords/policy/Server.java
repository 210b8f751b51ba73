package io.github.keycloakapppasswords.policy;

import io.github.keycloakapppasswords.term.Protocol;
import io.github.keycloakapppasswords.term.Quoted;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server that an account owner types into a device: {@code imap imap.example.org:993 tls} or
 * {@code caldav https://dav.example.org/}.
 *
 * @param protocol what it serves
 * @param address host and port, or an HTTPS address
 * @param security how the connection is protected
 */
public record Server(Protocol protocol, String address, Security security) {

    private static final Pattern HOST_AND_PORT = Pattern.compile("([^:/?#@]+|\\[[^\\]/?#@]+\\]):([0-9]{1,9})");
    private static final int LAST_PORT = 65_535;
    private static final int HTTPS_PORT = 443;

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
            int port = URI.create(words[1]).getPort();
            requirePort(words[1], port == -1 ? HTTPS_PORT : port);
            return new Server(Protocol.of(words[0]), words[1], Security.TLS);
        }
        if (words.length == 3 && isHostAndPort(words[1])) {
            for (Security security : Security.values()) {
                if (security.name().toLowerCase(Locale.ROOT).equals(words[2])) {
                    Server server = new Server(Protocol.of(words[0]), words[1], security);
                    requirePort(words[1], server.port());
                    return server;
                }
            }
        }
        throw new IllegalArgumentException("A server is a protocol, a host with port, and tls or starttls, like"
                + " \"imap imap.example.org:993 tls\", or a protocol and an HTTPS address, like"
                + " \"caldav https://dav.example.org/\".");
    }

    /** Whether the address is that of a web server. */
    public boolean isWebAddress() {
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
        return URI.create(isWebAddress() ? address : "mail://" + address);
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
        Matcher hostAndPort = HOST_AND_PORT.matcher(address);
        if (!hostAndPort.matches()) {
            return false;
        }
        try {
            return new URI("mail://" + hostAndPort.group(1)).getHost() != null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static void requirePort(String address, int port) {
        if (port < 1 || port > LAST_PORT) {
            throw new IllegalArgumentException("The port of a server is a whole number from 1 to " + LAST_PORT
                    + "; the port in " + Quoted.of(address) + " is another.");
        }
    }
}
