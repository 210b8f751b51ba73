package io.github.keycloakapppasswords.use;

import io.github.keycloakapppasswords.term.WholeNumber;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How often the last uses are written: what a server that is killed loses of them. */
final class WriteInterval {

    /** The option's key; seconds, 1 to 300. */
    static final String OPTION = "interval-seconds";

    static final Duration DEFAULT = Duration.ofSeconds(10);

    private static final int LONGEST_SECONDS = 300;

    private WriteInterval() {}

    /**
     * Reads the option.
     *
     * @param configured {@code null} or empty: the default
     * @throws IllegalArgumentException with a sentence that names the option, its value and what is allowed
     */
    static Duration read(@Nullable String configured) {
        return Duration.ofSeconds(WholeNumber.seconds(
                configured,
                "spi-app-password-uses--default--" + OPTION,
                (int) DEFAULT.toSeconds(),
                1,
                LONGEST_SECONDS));
    }
}
