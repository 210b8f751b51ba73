package io.github.keycloakapppasswords.lifecycle;

import io.github.keycloakapppasswords.term.Quoted;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The interval of the life cycle's job. */
final class JobInterval {

    static final Duration DEFAULT = Duration.ofMinutes(5);

    private static final int MOST_SECONDS = 86_400;

    private JobInterval() {}

    /**
     * Reads the option.
     *
     * @param seconds as given; {@code null} or blank: the default
     * @throws IllegalArgumentException with a finished sentence
     */
    static Duration read(@Nullable String seconds) {
        if (seconds == null || seconds.isBlank()) {
            return DEFAULT;
        }
        String text = seconds.strip();
        // five digits at most, so that it fits
        if (text.matches("\\d{1,5}")) {
            int number = Integer.parseInt(text);
            if (number >= 1 && number <= MOST_SECONDS) {
                return Duration.ofSeconds(number);
            }
        }
        throw new IllegalArgumentException("The option spi-events-listener--" + LifeCycleListenerFactory.ID + "--"
                + LifeCycleListenerFactory.INTERVAL + " cannot be " + Quoted.of(seconds)
                + ". It must be a whole number of seconds from 1 to " + MOST_SECONDS + ".");
    }
}
