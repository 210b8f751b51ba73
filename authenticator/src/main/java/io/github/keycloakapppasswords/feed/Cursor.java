package io.github.keycloakapppasswords.feed;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The position up to which a gateway has read a feed.
 *
 * @param epoch the feed
 * @param place the last place that the gateway has read, 0 or more
 */
record Cursor(String epoch, long place) {

    private static final Pattern TEXT = Pattern.compile("([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\\.(\\d{1,18})");

    /** Reads the text of {@link #toString()}; empty for any other text. */
    static Optional<Cursor> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        return matcher.matches()
                ? Optional.of(new Cursor(matcher.group(1), Long.parseLong(matcher.group(2))))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return epoch + "." + place;
    }
}
