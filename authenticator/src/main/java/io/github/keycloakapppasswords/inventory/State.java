package io.github.keycloakapppasswords.inventory;

import io.github.keycloakapppasswords.credential.AppPasswordCredential;
import io.github.keycloakapppasswords.credential.AppPasswordCredentialData;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** Whether an app password that has not ended would be accepted now. */
enum State {
    /** It is accepted, for its protocols and networks. */
    ACTIVE,
    /** Its owner's second factor is gone, and the grace is over: it works again once there is one. */
    SUSPENDED,
    /** It is past its time. */
    EXPIRED,
    /** It cannot be read, or was not issued by this server: it is refused, and can be revoked. */
    UNREADABLE;

    private final String id = name().toLowerCase(Locale.ROOT);

    /** The name in REST answers: lower case. */
    String id() {
        return id;
    }

    /**
     * @param readable the app password; empty if it cannot be read
     * @param ownerSuspended whether the owner's are suspended, but for those that were issued for devices
     */
    static State of(Optional<AppPasswordCredential> readable, boolean ownerSuspended, Instant now) {
        if (readable.isEmpty()) {
            return UNREADABLE;
        }
        AppPasswordCredentialData data = readable.get().data();
        if (data.isExpiredAt(now)) {
            return EXPIRED;
        }
        return ownerSuspended && !data.deviceAccount() ? SUSPENDED : ACTIVE;
    }
}
