package io.github.keycloakapppasswords.account;

import io.github.keycloakapppasswords.term.IpAddress;
import org.jspecify.annotations.Nullable;

/** From where an owner's request came, to compare with the addresses of uses. */
final class OwnAddress {

    private OwnAddress() {}

    /**
     * The address as uses have it (RFC 5952).
     *
     * @param remoteAddress as Keycloak has it, may be {@code null} or anything
     * @return {@code null} for a text that is not an address, and for a loopback address: with a proxy on the server,
     *     every request comes from loopback
     */
    static @Nullable String of(@Nullable String remoteAddress) {
        return IpAddress.parse(remoteAddress)
                .filter(address -> !address.isLoopbackAddress())
                .map(IpAddress::text)
                .orElse(null);
    }
}
