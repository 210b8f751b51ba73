package io.github.keycloakapppasswords.term;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;

/**
 * A network in CIDR notation (RFC 4632, RFC 4291), like {@code 192.0.2.0/24}. A single address is a network of one.
 *
 * <p>An IPv4 network contains no IPv6 address and the other way round; IPv4-mapped IPv6 addresses count as IPv4, and so does
 * a network of them: {@code ::ffff:192.0.2.0/120} is {@code 192.0.2.0/24}.
 */
public final class Network {

    /** The prefix of the IPv4 address in an IPv4-mapped IPv6 address (RFC 4291, section 2.5.5.2). */
    private static final int MAPPED_PREFIX_BITS = 96;

    private final InetAddress address;
    private final int prefixLength;

    private Network(InetAddress address, int prefixLength) {
        this.address = address;
        this.prefixLength = prefixLength;
    }

    /**
     * Reads a network.
     *
     * @param cidr address and prefix length, or an address alone
     * @throws IllegalArgumentException with a finished sentence: not an address, a prefix length out of range, or
     *     bits set behind the prefix (refused, since it is unclear what was meant)
     */
    @JsonCreator
    public static Network parse(String cidr) {
        int slash = cidr.indexOf('/');
        String literal = slash < 0 ? cidr : cidr.substring(0, slash);
        InetAddress address = IpAddress.parse(literal)
                .orElseThrow(() -> new IllegalArgumentException("A network is an IP address"
                        + " with or without a prefix length, like 192.0.2.0/24 or 2001:db8::/32; it was "
                        + Quoted.of(cidr) + "."));
        int bits = address.getAddress().length * Byte.SIZE;
        // of an IPv4-mapped address, which is read as IPv4
        int mapped = address instanceof Inet4Address && literal.indexOf(':') >= 0 ? MAPPED_PREFIX_BITS : 0;
        int prefixLength =
                slash < 0 ? bits : prefixLength(cidr, cidr.substring(slash + 1), mapped, mapped + bits) - mapped;
        Network network = new Network(address, prefixLength);
        if (!Arrays.equals(network.masked(address.getAddress()), address.getAddress())) {
            throw new IllegalArgumentException("The network " + Quoted.of(cidr)
                    + " has bits set behind its prefix length of " + prefixLength + "; clear them or lengthen it.");
        }
        return network;
    }

    /** Whether the address lies in this network. */
    public boolean contains(InetAddress other) {
        byte[] bytes = other.getAddress();
        return bytes.length == address.getAddress().length && Arrays.equals(masked(bytes), address.getAddress());
    }

    private static int prefixLength(String cidr, String text, int shortest, int longest) {
        if (text.matches("0|[1-9]\\d{0,2}")
                && Integer.parseInt(text) >= shortest
                && Integer.parseInt(text) <= longest) {
            return Integer.parseInt(text);
        }
        throw new IllegalArgumentException("The prefix length of the network " + Quoted.of(cidr)
                + " must be a number from " + shortest + " to " + longest + ".");
    }

    private byte[] masked(byte[] bytes) {
        byte[] masked = bytes.clone();
        for (int bit = prefixLength; bit < masked.length * Byte.SIZE; bit++) {
            masked[bit / Byte.SIZE] &= (byte) ~(1 << (Byte.SIZE - 1 - bit % Byte.SIZE));
        }
        return masked;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Network network
                && network.prefixLength == prefixLength
                && network.address.equals(address);
    }

    @Override
    public int hashCode() {
        return 31 * address.hashCode() + prefixLength;
    }

    /** The network in CIDR notation, IPv6 as RFC 5952 writes it. */
    @JsonValue
    @Override
    public String toString() {
        return IpAddress.text(address) + "/" + prefixLength;
    }
}
