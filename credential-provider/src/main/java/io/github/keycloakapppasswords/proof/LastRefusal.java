package io.github.keycloakapppasswords.proof;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.UserSessionModel;

/**
 * Why the required action made no app password when it last ran in a user session. For the words of the owner's page only: others can
 * write notes of the session too, such as a mapper of an identity provider.
 *
 * @param reason of {@code docs/openapi.yaml}
 * @param until from when it would make one; {@code null} if the reason does not end by time
 */
public record LastRefusal(String reason, @Nullable Instant until) {

    private static final String SEPARATOR = " ";

    /** Empty if there was none, or the note cannot be read. */
    public static Optional<LastRefusal> of(UserSessionModel userSession) {
        String note = userSession.getNote(GateSession.REFUSAL);
        if (note == null || note.isEmpty()) {
            return Optional.empty();
        }
        String[] parts = note.split(SEPARATOR, 2);
        try {
            return Optional.of(new LastRefusal(parts[0], parts.length == 1 ? null : Instant.parse(parts[1])));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    String note() {
        return until == null ? reason : reason + SEPARATOR + until;
    }
}
