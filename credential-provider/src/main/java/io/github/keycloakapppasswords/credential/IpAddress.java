package io.github.keycloakapppasswords.credential;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads IP address literals, and only those: a host name is never looked up. */
public final class IpAddress {

    private static final String OCTET = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
    private static final Pattern IPV4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");

    /** With a colon in it, {@link InetAddress#getByName} takes it as an IPv6 literal or refuses it; no look-up. */
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    private IpAddress() {}

    /**
     * Reads an IPv4 address of four decimal numbers (RFC 4632) or an IPv6 address (RFC 4291) without zone. An
     * IPv4-mapped IPv6 address is the IPv4 address.
     *
     * @param literal may be {@code null} or anything
     * @return the address, or empty if it is none
     */
    public static Optional<InetAddress> parse(@Nullable String literal) {
        if (literal == null
                || !(IPV4.matcher(literal).matches() || IPV6.matcher(literal).matches())) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(literal));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }
}
