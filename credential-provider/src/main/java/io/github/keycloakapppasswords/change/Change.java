package io.github.keycloakapppasswords.change;

import io.github.keycloakapppasswords.term.Protocol;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One thing that gateways are told of.
 *
 * @param userId whom it concerns; {@code null}: everybody
 * @param names the user's names by the login identities of the realm's gateways when it happened, since the user may be
 *     gone when it is read
 * @param protocols which gateways it concerns; empty: all
 * @param at when it was noted
 */
public record Change(
        ChangeType type, @Nullable String userId, Map<String, String> names, Set<Protocol> protocols, Instant at) {

    public Change {
        names = Map.copyOf(names);
        protocols = Set.copyOf(protocols);
    }
}
