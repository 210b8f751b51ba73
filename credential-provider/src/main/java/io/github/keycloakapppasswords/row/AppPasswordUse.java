package io.github.keycloakapppasswords.row;

import io.github.keycloakapppasswords.term.Protocol;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One use of an app password: an accepted validation, or a refused one after its end.
 *
 * @param at the time, to the millisecond
 * @param protocol the protocol
 * @param address the end client's IP address; {@code null} if the gateway sent none, or it is no longer kept
 * @param gateway the client id of the gateway
 */
public record AppPasswordUse(Instant at, Protocol protocol, @Nullable String address, String gateway) {

    static @Nullable AppPasswordUse of(
            @Nullable Instant at, @Nullable String protocol, @Nullable String address, @Nullable String gateway) {
        return at == null || protocol == null || gateway == null
                ? null
                : new AppPasswordUse(at, Protocol.of(protocol), address, gateway);
    }
}
