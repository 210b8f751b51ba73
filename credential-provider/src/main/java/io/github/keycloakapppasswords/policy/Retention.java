package io.github.keycloakapppasswords.policy;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionConfigModel;

/**
 * How long a realm keeps tombstones and addresses of app passwords. Read separately, so that another invalid setting does not
 * stop their deletion.
 *
 * @param tombstones of an app password that has ended, 1 to 3650 days
 * @param addresses from which one was used, 0 to 3650 days; zero: never kept
 */
public record Retention(Duration tombstones, Duration addresses) {

    private static final Logger LOG = Logger.getLogger(Retention.class);

    /** Whether an address may be written in this realm at all. */
    public static boolean keepsAddresses(RealmModel realm) {
        return of(realm).filter(kept -> !kept.addresses().isZero()).isPresent();
    }

    /**
     * The realm's retention; empty where one of its own settings is invalid: then no address is written, and nothing deleted,
     * since neither can be undone. Costs no SQL: Keycloak caches it.
     */
    public static Optional<Retention> of(RealmModel realm) {
        RequiredActionConfigModel config = realm.getRequiredActionConfigByAlias(Policy.ACTION_ID);
        Map<String, String> settings = config == null ? null : config.getConfig();
        try {
            return Optional.of(PolicySettings.retention(settings == null ? Map.of() : settings));
        } catch (InvalidPolicyException e) {
            LOG.debugf(
                    "Old records of app passwords of the realm %s are not deleted. %s",
                    realm.getName(), e.getMessage());
            return Optional.empty();
        }
    }
}
