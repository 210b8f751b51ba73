package io.github.keycloakapppasswords.credential;

import io.github.keycloakapppasswords.term.Network;
import io.github.keycloakapppasswords.term.Protocol;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The permitted use of an app password: the public part of its record.
 *
 * @param protocols at least one
 * @param networks the permitted networks; empty: all
 * @param expiresAt the time from which it is refused; {@code null}: never
 * @param issuedBy the id of the user who made it: its owner, or an admin for a device account
 * @param deviceAccount made by an admin for a device; its owner needs no second factor
 */
public record AppPasswordCredentialData(
        Set<Protocol> protocols,
        List<Network> networks,
        @Nullable Instant expiresAt,
        String issuedBy,
        boolean deviceAccount) {

    /** @throws IllegalArgumentException if there is no protocol */
    public AppPasswordCredentialData {
        if (protocols.isEmpty()) {
            throw new IllegalArgumentException("An app password is for at least one protocol.");
        }
        protocols = Collections.unmodifiableSet(new TreeSet<>(protocols));
        networks = List.copyOf(networks);
    }

    /** Whether it is past its time at this instant. */
    public boolean isExpiredAt(Instant now) {
        return expiresAt != null && !now.isBefore(expiresAt);
    }
}
