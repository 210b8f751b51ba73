package io.github.keycloakapppasswords.row;

import io.github.keycloakapppasswords.term.Protocol;
import java.time.Duration;
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

    /** The day of a time, in whole days since 1970 by UTC: what the index of last uses has in place of the time. */
    static long day(Instant at) {
        return Math.floorDiv(at.toEpochMilli(), Duration.ofDays(1).toMillis());
    }

    static @Nullable AppPasswordUse of(
            @Nullable Instant at, @Nullable String protocol, @Nullable String address, @Nullable String gateway) {
        return at == null || protocol == null || gateway == null
                ? null
                : new AppPasswordUse(at, Protocol.of(protocol), address, gateway);
    }
}
