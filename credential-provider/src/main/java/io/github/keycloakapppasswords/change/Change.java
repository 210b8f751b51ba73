package io.github.keycloakapppasswords.change;

import io.github.keycloakapppasswords.term.Protocol;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One change for gateways.
 *
 * @param userId the user concerned; {@code null}: every user
 * @param names the user's names by the login identities of the realm's gateways at the time of the change, since the user may
 *     be removed before the change is read
 * @param protocols the protocols of the gateways concerned; empty: all
 * @param at the time at which the change was recorded
 */
public record Change(
        ChangeType type, @Nullable String userId, Map<String, String> names, Set<Protocol> protocols, Instant at) {

    public Change {
        names = Map.copyOf(names);
        protocols = Set.copyOf(protocols);
    }
}
