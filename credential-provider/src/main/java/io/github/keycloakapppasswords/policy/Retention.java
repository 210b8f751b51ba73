package io.github.keycloakapppasswords.policy;

import java.time.Duration;
import java.util.Map;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionConfigModel;

/**
 * How long a realm keeps what is left of app passwords. Read by itself, so that another setting that is invalid does not
 * stop the clearing up.
 *
 * @param tombstones of an app password that has ended, 1 to 3650 days
 * @param addresses from which one was used, 0 to 3650 days; zero: never kept
 */
public record Retention(Duration tombstones, Duration addresses) {

    /**
     * The realm's. Costs no SQL: Keycloak caches it. Where one of its own settings is invalid no address is kept, and every
     * tombstone is: what was not to be kept cannot be taken back, nor what was deleted.
     */
    public static Retention of(RealmModel realm) {
        RequiredActionConfigModel config = realm.getRequiredActionConfigByAlias(Policy.ACTION_ID);
        Map<String, String> settings = config == null ? null : config.getConfig();
        try {
            return PolicySettings.retention(settings == null ? Map.of() : settings);
        } catch (InvalidPolicyException e) {
            return new Retention(Duration.ofDays(PolicySettings.MOST_DAYS), Duration.ZERO);
        }
    }
}
