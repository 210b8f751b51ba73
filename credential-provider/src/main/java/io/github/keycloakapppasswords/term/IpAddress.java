package io.github.keycloakapppasswords.term;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads and writes IP address literals, and only those: a host name is never looked up. */
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

    /** The address as people write it: IPv4 in four decimal numbers, IPv6 as in RFC 5952, sections 4 and 5. */
    public static String text(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length == Integer.BYTES) {
            return address.getHostAddress();
        }
        int[] groups = new int[bytes.length / 2];
        for (int i = 0; i < groups.length; i++) {
            groups[i] = ((bytes[2 * i] & 0xff) << Byte.SIZE) | (bytes[2 * i + 1] & 0xff);
        }
        Zeros zeros = longestZeros(groups);
        return zeros.length() < 2
                ? hexadecimal(groups, 0, groups.length)
                : hexadecimal(groups, 0, zeros.from())
                        + "::"
                        + hexadecimal(groups, zeros.from() + zeros.length(), groups.length);
    }

    private record Zeros(int from, int length) {}

    /** The first of the longest runs. */
    private static Zeros longestZeros(int[] groups) {
        Zeros longest = new Zeros(0, 0);
        int from = 0;
        for (int i = 0; i < groups.length; i++) {
            if (groups[i] != 0) {
                from = i + 1;
            } else if (i + 1 - from > longest.length()) {
                longest = new Zeros(from, i + 1 - from);
            }
        }
        return longest;
    }

    private static String hexadecimal(int[] groups, int from, int to) {
        return Arrays.stream(groups, from, to).mapToObj(Integer::toHexString).collect(Collectors.joining(":"));
    }
}
