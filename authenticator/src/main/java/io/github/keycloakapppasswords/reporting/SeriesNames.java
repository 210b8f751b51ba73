package io.github.keycloakapppasswords.reporting;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What realms and protocols are called in metrics: by their names, as long as there are not too many. Whoever may make
 * realms, or gateways with protocols of their own, could otherwise fill the memory of Keycloak and of what collects its
 * metrics. Each series is kept until the server stops, also that of a realm that is gone. Safe for several threads.
 */
final class SeriesNames {

    /** The policy offers 50 at most; and there is {@code none}. */
    static final int MOST_PROTOCOLS_OF_A_REALM = 64;

    /** Pairs of a realm and a protocol. */
    static final int MOST = 4_000;

    /** Stands for all that came later; in capitals no protocol can have. A realm can have it, and is counted with these. */
    static final String OTHER = "OTHER";

    private final Map<String, Set<String>> protocols = new HashMap<>();
    private int pairs;

    /**
     * @param realm the realm's name
     * @param protocol a protocol's id
     */
    record Pair(String realm, String protocol) {}

    /** The names of a pair; the same ones each time. */
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
