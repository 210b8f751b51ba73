package io.github.keycloakapppasswords.row;

import io.github.keycloakapppasswords.credential.EndCause;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The end of an app password.
 *
 * @param at when, to the millisecond; of one that a stock console removed, when that was noticed
 * @param cause why
 */
public record AppPasswordEnd(Instant at, EndCause cause) {

    static @Nullable AppPasswordEnd of(@Nullable Instant at, @Nullable String cause) {
        return at == null || cause == null ? null : new AppPasswordEnd(at, EndCause.of(cause));
    }
}
