package io.github.keycloakapppasswords.watch;

import io.github.keycloakapppasswords.term.Digest;
import java.text.Normalizer;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.SingleUseObjectProvider;

/**
 * The attempts that a watching owner is shown: the first accepted one of an app password, and the last refused one of an owner.
 * They are Keycloak's single-use objects: every node sees them, they end by themselves, and no database has them.
 *
 * <p><b>Security.</b> Only attempts of owners who {@linkplain #isWatched watch} are to be noted. A key names a user or a
 * credential by its internal id, which no request can choose.
 */
public final class WatchedSignIns {

    /** How long an owner can watch. */
    public static final Duration LONGEST = Duration.ofMinutes(15);

    /** How long something is kept: a little longer, since the clocks of nodes differ. */
    static final Duration KEPT = LONGEST.plusMinutes(1);

    private static final String WATCH = "app-passwords.watch.";
    private static final String NAMED = "app-passwords.watch-name.";
    private static final String ACCEPTED = "app-passwords.first-sign-in.";
    private static final String REFUSED = "app-passwords.refused-sign-in.";

    private static final String USER = "user";

    private final SingleUseObjectProvider objects;

    public WatchedSignIns(KeycloakSession session) {
        this.objects = session.singleUseObjects();
    }

    /**
     * An owner watches from now on.
     *
     * @param names by which a gateway may name the owner
     */
    void watch(String realmId, String userId, Collection<String> names) {
        objects.put(WATCH + userId, KEPT.toSeconds(), Map.of());
        // each key once: Keycloak refuses to put a key twice in one transaction
        names.stream()
                .map(name -> named(realmId, name))
                .distinct()
                .forEach(key -> objects.put(key, KEPT.toSeconds(), Map.of(USER, userId)));
    }

    /** The owner of this name who has begun to watch within {@link #LONGEST}. Asks no user storage. */
    public Optional<String> watcher(String realmId, String name) {
        return Optional.ofNullable(objects.get(named(realmId, name))).map(notes -> notes.get(USER));
    }

    /** A digest has a bounded length, and the caches hold no name. */
    private static String named(String realmId, String name) {
        String folded = Normalizer.normalize(name, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
        return NAMED + realmId + "." + Digest.of(folded);
    }

    /** Whether the owner has begun to watch within {@link #LONGEST}. */
    public boolean isWatched(String userId) {
        return objects.contains(WATCH + userId);
    }

    /**
     * Notes an attempt. An accepted one is noted if it is the first; a refused one replaces the one before.
     *
     * @param userId the owner
     */
    public void note(String userId, SignInNews news) {
        if (news.outcome() != SignInOutcome.ACCEPTED) {
            objects.put(REFUSED + userId, KEPT.toSeconds(), news.notes());
            return;
        }
        String key = ACCEPTED + news.credentialId();
        if (!objects.contains(key)) {
            objects.put(key, KEPT.toSeconds(), news.notes());
        }
    }

    /** The news for the page of this app password: that it was accepted, or else the last refusal. */
    Optional<SignInNews> of(String userId, String credentialId, Instant since) {
        return Stream.of(ACCEPTED + credentialId, REFUSED + userId)
                .map(key -> SignInNews.read(objects.get(key)))
                .flatMap(Optional::stream)
                .filter(news -> news.concerns(credentialId, since))
                .findFirst();
    }
}
