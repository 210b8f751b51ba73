package io.github.keycloakapppasswords.policy;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The last good policy of each realm, as far as this node has seen one. Settings that did not change are not read again.
 *
 * <p><b>Security.</b> An invalid policy neither opens nor shuts the realm's mailboxes: until an admin corrects it, the last
 * valid policy applies to existing app passwords. After a restart that policy is lost, and the defaults take its place. Safe
 * for use by several threads.
 */
final class PoliciesInForce {

    private static final Logger LOG = Logger.getLogger(PoliciesInForce.class);

    /** More realms than a server has; beyond that all are read anew. */
    private static final int MOST_REALMS = 10_000;

    private final Map<String, Seen> realms = new ConcurrentHashMap<>();

    /**
     * @param settings that were read last, good or not
     * @param policy that they mean, or if they are invalid the one before
     */
    private record Seen(Map<String, String> settings, Policy policy) {}

    /** @param settings as they are stored now */
    Policy of(String realmId, String realmName, Map<String, String> settings) {
        Seen seen = realms.get(realmId);
        if (seen != null && seen.settings().equals(settings)) {
            return seen.policy();
        }
        Policy policy = read(realmName, settings, seen);
        if (realms.size() >= MOST_REALMS) {
            realms.clear();
        }
        // not Map.copyOf: Keycloak's maps may hold null
        realms.put(realmId, new Seen(new HashMap<>(settings), policy));
        return policy;
    }

    private static Policy read(String realmName, Map<String, String> settings, @Nullable Seen before) {
        try {
            return PolicySettings.read(settings);
        } catch (InvalidPolicyException e) {
            LOG.errorf(
                    "The policy of app passwords in the realm %s is invalid. Until the policy is corrected, no"
                            + " user can make an app password. Existing app passwords follow %s: %s",
                    realmName, before == null ? "the defaults" : "the last good policy", e.getMessage());
            return before == null ? PolicySettings.read(Map.of()) : before.policy();
        }
    }
}
