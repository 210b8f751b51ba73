package io.github.keycloakapppasswords.lifecycle;

import io.github.keycloakapppasswords.term.WholeNumber;
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
        return Duration.ofSeconds(WholeNumber.seconds(
                seconds,
                "spi-events-listener--" + LifeCycleListenerFactory.ID + "--" + LifeCycleListenerFactory.INTERVAL,
                (int) DEFAULT.toSeconds(),
                1,
                MOST_SECONDS));
    }
}
