package io.github.keycloakapppasswords.watch;

import io.github.keycloakapppasswords.term.Digest;
import java.text.Normalizer;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.SingleUseObjectProvider;

/**
 * The attempts that a watching owner is shown: the first accepted one of an app password, and the last refused one of an owner.
 * They are Keycloak's single-use objects: every node sees them, they end by themselves, and no database has them.
 *
 * <p><b>Security.</b> Only attempts of owners who {@linkplain #isWatched watch} are to be noted. A key names a realm, and a user or a
 * credential by its internal id, which no request can choose. So an owner has three entries at most, and two more for each new app
 * password.
 */
public final class WatchedSignIns {

    /** How long an owner can watch. */
    public static final Duration LONGEST = Duration.ofMinutes(15);

    /** How long something is kept: a little longer, since the clocks of nodes differ. */
    static final Duration KEPT = LONGEST.plusMinutes(1);

    private static final String WATCH = "app-passwords.watch.";
    private static final String ACCEPTED = "app-passwords.first-sign-in.";
    private static final String ENDED = "app-passwords.unwatched.";
    private static final String REFUSED = "app-passwords.refused-sign-in.";

    private static final String BEGUN = "begun";
    private static final String NAMES = "names";
    private static final String SEPARATOR = " ";

    private final SingleUseObjectProvider objects;

    /**
     * What is known of an owner who watches.
     *
     * @param names {@linkplain #folded folded}
     * @param complete whether the names have been looked up
     */
    record Mark(Set<String> names, boolean complete) {

        private static Mark read(Map<String, String> notes) {
            String names = notes.getOrDefault(NAMES, "");
            return new Mark(names.isEmpty() ? Set.of() : Set.of(names.split(SEPARATOR, -1)), notes.containsKey(NAMES));
        }
    }

    public WatchedSignIns(KeycloakSession session) {
        this(session.singleUseObjects());
    }

    WatchedSignIns(SingleUseObjectProvider objects) {
        this.objects = objects;
    }

    /** An owner watches from now on. The names come {@linkplain #addNames later}. */
    void watch(String realmId, String userId) {
        objects.put(WATCH + key(realmId, userId), KEPT.toSeconds(), Map.of(BEGUN, ""));
    }

    /**
     * Adds names to the mark of an owner, unless the owner does not watch any more.
     *
     * @param names by which a gateway may name the owner
     */
    void addNames(String realmId, String userId, Collection<String> names) {
        if (!isWatched(realmId, userId)) {
            return;
        }
        Set<String> folded = new TreeSet<>();
        names.forEach(name -> folded.add(folded(name)));
        objects.put(WATCH + key(realmId, userId), KEPT.toSeconds(), Map.of(NAMES, String.join(SEPARATOR, folded)));
    }

    /** An owner does not watch any more. */
    void forget(String realmId, String userId) {
        objects.remove(WATCH + key(realmId, userId));
    }

    /** An app password has ended: its page is not to show anything any more, whatever else its owner watches. */
    void end(String realmId, String credentialId) {
        objects.put(ENDED + key(realmId, credentialId), KEPT.toSeconds(), Map.of(BEGUN, ""));
    }

    /** The mark of an owner who watches; empty if the owner does not. */
    Optional<Mark> mark(String realmId, String userId) {
        return Optional.ofNullable(objects.get(WATCH + key(realmId, userId))).map(Mark::read);
    }

    /**
     * By this a name is recognised, in any case and normal form. A digest has a bounded length, and neither the caches nor this node's
     * memory hold the name.
     */
    public static String folded(String name) {
        return Digest.of(Normalizer.normalize(name, Normalizer.Form.NFC).toLowerCase(Locale.ROOT));
    }

    /** Whether the owner has begun to watch within {@link #LONGEST}. */
    public boolean isWatched(String realmId, String userId) {
        return objects.contains(WATCH + key(realmId, userId));
    }

    /**
     * Notes an attempt. An accepted one is noted if it is the first; a refused one replaces the one before.
     *
     * @param userId the owner
     * @return whether later attempts of the same kind are no news: the cache has an accepted one
     */
    public boolean note(String realmId, String userId, SignInNews news) {
        if (news.outcome() != SignInOutcome.ACCEPTED) {
            objects.put(REFUSED + key(realmId, userId), KEPT.toSeconds(), news.notes());
            return false;
        }
        String key = ACCEPTED + key(realmId, String.valueOf(news.credentialId()));
        if (objects.contains(key)) {
            return true;
        }
        objects.put(key, KEPT.toSeconds(), news.notes());
        return false;
    }

    /**
     * The news for the page of this app password: that it was accepted, or else the last refusal. None if the owner does not watch any
     * more, or the app password has ended.
     *
     * @param since attempts before that are not shown
     */
    Optional<SignInNews> watchedBy(String realmId, String userId, String credentialId, Instant since) {
        return isWatched(realmId, userId) && !objects.contains(ENDED + key(realmId, credentialId))
                ? of(realmId, userId, credentialId, since)
                : Optional.empty();
    }

    private Optional<SignInNews> of(String realmId, String userId, String credentialId, Instant since) {
        return Stream.of(ACCEPTED + key(realmId, credentialId), REFUSED + key(realmId, userId))
                .map(key -> SignInNews.read(objects.get(key)))
                .flatMap(Optional::stream)
                .filter(news -> news.concerns(credentialId, since))
                .findFirst();
    }

    private static String key(String realmId, String id) {
        return realmId + "." + id;
    }
}
