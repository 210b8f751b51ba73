package io.github.keycloakapppasswords.gate;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;

/**
 * Writes times in the owner's language. In UTC, and says so: the server does not know the owner's time zone. A browser that runs
 * scripts shows the time in its own.
 */
record OwnerTime(Locale locale) {

    static OwnerTime of(KeycloakSession session, UserModel user) {
        return new OwnerTime(session.getContext().resolveLocale(user));
    }

    /** The time to the minute, rounded up: at the time that is shown the waiting is over. */
    String text(Instant time) {
        return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.LONG, FormatStyle.SHORT)
                        .withLocale(locale)
                        .withZone(ZoneOffset.UTC)
                        .format(time.plusSeconds(59))
                + " (UTC)";
    }
}
