package io.github.keycloakapppasswords.use;

import io.github.keycloakapppasswords.term.Quoted;
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
        String text = configured == null ? "" : configured.strip();
        if (text.isEmpty()) {
            return DEFAULT;
        }
        // three digits at most, so that it fits
        if (text.matches("\\d{1,3}")) {
            int seconds = Integer.parseInt(text);
            if (seconds >= 1 && seconds <= LONGEST_SECONDS) {
                return Duration.ofSeconds(seconds);
            }
        }
        throw new IllegalArgumentException("The option spi-app-password-uses--default--" + OPTION + " cannot be "
                + Quoted.of(text) + ". It must be a whole number of seconds from 1 to " + LONGEST_SECONDS + ".");
    }
}
