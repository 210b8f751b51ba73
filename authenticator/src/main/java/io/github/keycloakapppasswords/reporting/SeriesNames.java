package io.github.keycloakapppasswords.reporting;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Names realms and protocols in metrics, and limits their number. Otherwise everybody who may make realms, or gateways with
 * custom protocols, could fill the memory of Keycloak and of its metrics collector. Each series is kept until the server stops,
 * even if its realm was removed. Safe for several threads.
 */
final class SeriesNames {

    /** The policy offers 50 at most, and {@code none} is one more. */
    static final int MOST_PROTOCOLS_OF_A_REALM = 64;

    /** Pairs of a realm and a protocol. */
    static final int MOST = 4_000;

    /** Stands for all later names. No protocol can have capitals. A realm of this name is counted with the later ones. */
    static final String OTHER = "OTHER";

    private final Map<String, Set<String>> protocols = new HashMap<>();
    private int pairs;

    /**
     * @param realm the realm's name
     * @param protocol a protocol's id
     */
    record Pair(String realm, String protocol) {}

    /** The names of a pair; always the same names. */
    synchronized Pair of(String realm, String protocol) {
        Set<String> known = protocols.getOrDefault(realm, Set.of());
        if (known.contains(protocol)) {
            return new Pair(realm, protocol);
        }
        if (pairs >= MOST) {
            return new Pair(OTHER, OTHER);
        }
        if (known.size() >= MOST_PROTOCOLS_OF_A_REALM) {
            return new Pair(realm, OTHER);
        }
        protocols.computeIfAbsent(realm, name -> new HashSet<>()).add(protocol);
        pairs++;
        return new Pair(realm, protocol);
    }
}
