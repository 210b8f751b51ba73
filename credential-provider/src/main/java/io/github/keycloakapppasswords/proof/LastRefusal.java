package io.github.keycloakapppasswords.proof;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.UserSessionModel;

/**
 * Why the required action made no app password when it last ran in a user session. For the words of the owner's page only: others can
 * write notes of the session too, such as a mapper of an identity provider.
 *
 * @param reason of {@code docs/openapi.yaml}
 * @param at when it refused
 * @param until from when it would not refuse for this reason; {@code null} if the reason does not end by time
 */
public record LastRefusal(String reason, Instant at, @Nullable Instant until) {

    /** The owner comes back from the page that refused within this time; later it explains nothing. */
    static final Duration KEPT = Duration.ofMinutes(10);

    private static final String SEPARATOR = " ";

    /** Times in whole seconds since 1970. */
    private static final Pattern NOTE = Pattern.compile("([a-z_]{1,40}) ([0-9]{1,10})(?: ([0-9]{1,10}))?");

    /** Empty if there was none a short time ago, or the note cannot be read. */
    public static Optional<LastRefusal> of(UserSessionModel userSession, Instant now) {
        return read(userSession.getNote(GateSession.REFUSAL), now);
    }

    static Optional<LastRefusal> read(@Nullable String note, Instant now) {
        Matcher matcher = NOTE.matcher(note == null ? "" : note);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String until = matcher.group(3);
        return Optional.of(
                        new LastRefusal(matcher.group(1), time(matcher.group(2)), until == null ? null : time(until)))
                .filter(refusal -> refusal.explains(now));
    }

    private static Instant time(String seconds) {
        return Instant.ofEpochSecond(Long.parseLong(seconds));
    }

    private boolean explains(Instant now) {
        return now.isBefore(at.plus(KEPT)) && (until == null || now.isBefore(until));
    }

    String note() {
        String times = reason + SEPARATOR + at.getEpochSecond();
        return until == null ? times : times + SEPARATOR + until.getEpochSecond();
    }
}
