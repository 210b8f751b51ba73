package io.github.keycloakapppasswords.term;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Whole numbers in settings and requests: ASCII digits, with or without a minus sign. */
public final class WholeNumber {

    private WholeNumber() {}

    /** The number, or empty if the text is anything but a number from {@code least} to {@code most}. */
    public static OptionalInt parse(String text, int least, int most) {
        // ten digits at most, so that the number fits
        if (text.matches("-?\\d{1,10}")) {
            long number = Long.parseLong(text);
            if (number >= least && number <= most) {
                return OptionalInt.of((int) number);
            }
        }
        return OptionalInt.empty();
    }

    /**
     * Reads an option of the server.
     *
     * @param configured as configured; {@code null} or blank: the default
     * @param option the full name of the option
     * @param what what the option must be, for the message
     * @throws IllegalArgumentException with a sentence that names the option, its value and what is allowed
     */
    public static int option(
            @Nullable String configured, String option, String what, int byDefault, int least, int most) {
        if (configured == null || configured.isBlank()) {
            return byDefault;
        }
        String text = configured.strip();
        return parse(text, least, most)
                .orElseThrow(() -> new IllegalArgumentException("The option " + option + " cannot be " + Quoted.of(text)
                        + ". It must be a " + what + " from " + least + " to " + most + "."));
    }

    /** As {@link #option}, of an option that is a number of seconds. */
    public static int seconds(@Nullable String configured, String option, int byDefault, int least, int most) {
        return option(configured, option, "whole number of seconds", byDefault, least, most);
    }
}
