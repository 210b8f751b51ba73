package io.github.keycloakapppasswords.verdict;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of one attempt.
 *
 * @param reason the reason; its verdict is the answer to the gateway
 * @param userId the user that was found, or {@code null}
 * @param credentialId the app password that matched, live or ended, or {@code null}
 * @param label its stored label, which may be hostile: show it only made harmless; {@code null} without a credential
 * @param loginIdentity the gateway's name of the user; not {@code null} exactly if the attempt was accepted
 * @param looked whether a look-up of the user took place: only then could the time of the answer show which users exist
 * @param news for owners who may be watching
 */
public record Decision(
        Reason reason,
        @Nullable String userId,
        @Nullable String credentialId,
        @Nullable String label,
        @Nullable String loginIdentity,
        boolean looked,
        List<NewsForOwner> news) {

    public Decision {
        news = List.copyOf(news);
    }

    /** A decision that is news for no owner. */
    public Decision(
            Reason reason,
            @Nullable String userId,
            @Nullable String credentialId,
            @Nullable String label,
            @Nullable String loginIdentity,
            boolean looked) {
        this(reason, userId, credentialId, label, loginIdentity, looked, List.of());
    }

    /**
     * The login identity of the accepted user.
     *
     * @throws NullPointerException if the attempt was not accepted
     */
    public String acceptedIdentity() {
        return Objects.requireNonNull(loginIdentity, "an accepted attempt has a login identity");
    }

    /** The answer to the gateway. */
    public Verdict verdict() {
        return reason.verdict();
    }
}
