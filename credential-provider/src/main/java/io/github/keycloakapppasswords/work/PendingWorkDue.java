package io.github.keycloakapppasswords.work;

import org.keycloak.models.KeycloakSession;
import org.keycloak.provider.ProviderEvent;

/**
 * Provider event when {@link PendingWork} is due, in a session and short transaction for it; the listener for the kind does the
 * work there. If the work is too much for one transaction, the listener does a part and calls {@link #leaveRest}. Listen by
 * {@code KeycloakSessionFactory.register}.
 */
public final class PendingWorkDue implements ProviderEvent {

    private final KeycloakSession session;
    private final PendingWork work;
    private boolean restLeft;
    private boolean kept;

    PendingWorkDue(KeycloakSession session, PendingWork work) {
        this.session = session;
        this.work = work;
    }

    public KeycloakSession session() {
        return session;
    }

    public PendingWork work() {
        return work;
    }

    /** There is more of it to do: it is due again in another transaction. */
    public void leaveRest() {
        restLeft = true;
    }

    /** It cannot be done now, and nothing was: it stays on the list, and is due again when that is next gone through. */
    public void keep() {
        kept = true;
    }

    boolean isKept() {
        return kept;
    }

    boolean isRestLeft() {
        return restLeft;
    }
}
