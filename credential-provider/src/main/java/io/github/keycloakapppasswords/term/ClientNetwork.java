package io.github.keycloakapppasswords.term;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * The network by which a use counts as new: an IPv4 /24 or an IPv6 /48. The addresses of one household or site lie within it,
 * and a new address of the same line is not news.
 */
public final class ClientNetwork {

    private static final int IPV4_BYTES = 3;
    private static final int IPV6_BYTES = 6;

    private ClientNetwork() {}

    /** The network of an address in CIDR notation, at most 49 characters; as the rows have it, which are only compared. */
    public static String of(InetAddress address) {
        byte[] bytes = address.getAddress();
        int kept = bytes.length == 4 ? IPV4_BYTES : IPV6_BYTES;
        Arrays.fill(bytes, kept, bytes.length, (byte) 0);
        try {
            return InetAddress.getByAddress(bytes).getHostAddress() + "/" + kept * 8;
        } catch (UnknownHostException e) {
            throw new IllegalStateException("Four and sixteen bytes are an address.", e);
        }
    }
}
