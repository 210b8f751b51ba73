package io.github.keycloakapppasswords.factor;

import io.github.keycloakapppasswords.factor.FactorNote.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The recorded changes of a user's second factors, and the waiting time that follows from them.
 *
 * <p><b>Security.</b> Keycloak lets a user remove a second factor by their account session alone. So a thief with the main
 * password and an old session could remove the owner's factor and set up another. A factor that was set up without proof of an
 * older one, while there was one or until a moment before, counts only after the waiting time; until then the owner is warned
 * by mail. Each factor has a separate note that says whether it was set up so. A factor without such a note was added on an
 * unwatched way, and waits from the sign-in that shows it. The unknown counts as the worse case: a factor that was seen at one
 * sign-in and is missing at a later one counts as removed at that moment. Only an admin ends the waiting time sooner, by taking
 * a factor away.
 *
 * @param notes in any order
 */
public record FactorHistory(List<FactorNote> notes) {

    private static final Comparator<FactorNote> BY_TIME =
            Comparator.comparing(FactorNote::at).thenComparing(FactorNote::kind);

    public FactorHistory {
        notes = List.copyOf(notes);
    }

    /** The same with one note more. */
    public FactorHistory with(FactorNote note) {
        return new FactorHistory(Stream.concat(notes.stream(), Stream.of(note)).toList());
    }

    /** Whether a sign-in showed a factor, and nothing was noticed since that explains that there is none. */
    public boolean endsWithFactor() {
        return last().filter(note -> note.kind() == Kind.PRESENT).isPresent();
    }

    /** Whether it is noted that this factor was, or was not, set up in a way that lets it count. */
    public boolean knows(String credentialId) {
        return notes.stream().anyMatch(note -> isOfOne(note) && credentialId.equals(note.credentialId()));
    }

    /**
     * Whether a factor that is not {@linkplain #knows known} is taken as it is: nothing was noticed of the user's factors so far, or an
     * admin took one away since.
     */
    public boolean takesUnknown() {
        return last().map(note -> note.kind() == Kind.RESET).orElse(true);
    }

    /**
     * Whether a link with an identity provider that is not {@linkplain #knows known} is taken as it is: nothing at all was noted so far,
     * or an admin took a factor away since. Of a user whose only factor is a link, notes of links are all there is.
     */
    public boolean takesUnknownLink() {
        return notes.stream()
                .max(BY_TIME)
                .map(note -> note.kind() == Kind.RESET)
                .orElse(true);
    }

    /** Whether a sign-in showed a factor and nothing says where it went, or the waiting time after the last one is not over. */
    public boolean hadFactorLately(Duration wait, Instant now) {
        return endsWithFactor() || waitsUntil(wait, now).isPresent();
    }

    /** Whether an admin took a factor away after this time. */
    public boolean isResetAfter(Instant time) {
        return notes.stream()
                .anyMatch(note -> note.kind() == Kind.RESET && note.at().isAfter(time));
    }

    /**
     * The time at which the user, who has no factor now, lost the last one; empty if no factor of the user is known, or an
     * admin took it away.
     */
    public Optional<Instant> lostAt() {
        return last().filter(note -> note.kind() == Kind.GONE || note.kind() == Kind.REMOVED)
                .map(FactorNote::at);
    }

    /**
     * The end of the waiting time of a user without a factor.
     *
     * @param wait zero: no waiting time
     * @return empty if the user does not wait
     */
    public Optional<Instant> waitsUntil(Duration wait, Instant now) {
        return lostAt().map(lost -> lost.plus(wait)).filter(now::isBefore);
    }

    /**
     * Until when this factor does not count.
     *
     * @param wait zero: each counts at once
     * @return empty if it counts
     */
    public Optional<Instant> unprovedUntil(String credentialId, Duration wait, Instant now) {
        return notes.stream()
                .filter(note -> note.kind() == Kind.UNPROVED && credentialId.equals(note.credentialId()))
                .map(note -> note.at().plus(wait))
                .max(Comparator.naturalOrder())
                .filter(now::isBefore);
    }

    /** Whether the owner has stopped the making of app passwords, and no admin has taken a factor away since. */
    public boolean isStopped() {
        return notes.stream()
                .filter(note -> note.kind() == Kind.STOPPED || note.kind() == Kind.RESET)
                .max(BY_TIME)
                .filter(note -> note.kind() == Kind.STOPPED)
                .isPresent();
    }

    private static boolean isOfOne(FactorNote note) {
        return note.kind() == Kind.PROVED || note.kind() == Kind.UNPROVED;
    }

    private Optional<FactorNote> last() {
        return notes.stream()
                .filter(note -> !isOfOne(note) && note.kind() != Kind.STOPPED)
                .max(BY_TIME);
    }
}
