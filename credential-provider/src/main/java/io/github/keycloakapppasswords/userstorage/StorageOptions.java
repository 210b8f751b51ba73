package io.github.keycloakapppasswords.userstorage;

import io.github.keycloakapppasswords.term.WholeNumber;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long the last answer of a storage about a user counts; options of the server.
 *
 * @param check while the storage answers, 1 s to 290 s
 * @param outage while the storage does not answer, at least as long as {@code check}, 7 days at most
 */
public record StorageOptions(Duration check, Duration outage) {

    /** Key of the option {@link #check}, in seconds. */
    public static final String CHECK = "storage-check-seconds";

    /** Key of the option {@link #outage}, in seconds. */
    public static final String OUTAGE = "storage-outage-seconds";

    /** The values without the options. */
    public static final StorageOptions DEFAULT = new StorageOptions(Duration.ofMinutes(4), Duration.ofHours(1));

    /** Below five minutes minus the time that one check may take. */
    private static final int MOST_CHECK = 290;

    private static final int MOST_OUTAGE = 604_800;

    /**
     * Reads both options.
     *
     * @param checkSeconds as configured; {@code null} or empty: the default
     * @param outageSeconds as configured; {@code null} or empty: the default
     * @param prefix the options' name up to their key
     * @throws IllegalArgumentException with a sentence that names the option, its value and what is allowed
     */
    public static StorageOptions read(@Nullable String checkSeconds, @Nullable String outageSeconds, String prefix) {
        int check = WholeNumber.seconds(checkSeconds, prefix + CHECK, (int) DEFAULT.check.toSeconds(), 1, MOST_CHECK);
        int outage = WholeNumber.seconds(
                outageSeconds, prefix + OUTAGE, (int) DEFAULT.outage.toSeconds(), check, MOST_OUTAGE);
        return new StorageOptions(Duration.ofSeconds(check), Duration.ofSeconds(outage));
    }
}
