package io.github.keycloakapppasswords.work;

import org.keycloak.models.KeycloakSession;
import org.keycloak.provider.ProviderEvent;

/**
 * Published when {@link PendingWork} is to be done, in the session and short transaction that is made for it; whoever knows the
 * kind does it there. Where it is too much for one transaction, a part of it is done and the rest is left: {@link #leaveRest}. Listen by
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
