package io.github.keycloakapppasswords.feed;

import io.github.keycloakapppasswords.change.ChangesWithoutPlace;
import io.github.keycloakapppasswords.change.FeedMoved;
import io.github.keycloakapppasswords.lifecycle.ServerParts;
import io.github.keycloakapppasswords.store.AppPasswordEnded;
import io.github.keycloakapppasswords.store.AppPasswordMade;
import io.github.keycloakapppasswords.store.AppPasswordOwnerRemoved;
import io.github.keycloakapppasswords.suspension.SuspensionChanged;
import io.github.keycloakapppasswords.userstorage.StorageStatus;
import io.github.keycloakapppasswords.work.PendingWork;
import io.github.keycloakapppasswords.work.PendingWorkDue;
import java.time.Clock;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventListenerProviderFactory;
import org.keycloak.models.GroupModel.GroupMemberLeaveEvent;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RoleModel.RoleRevokedEvent;
import org.keycloak.models.utils.PostMigrationEvent;
import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderEvent;

/**
 * Writes changes of app passwords, their owners and the policy into the feed, and maintains the feed. Listens in every realm,
 * without being enabled there.
 */
public final class FeedListenerFactory implements EventListenerProviderFactory {

    static final String ID = "app-password-feed";

    private final Clock clock = Clock.systemUTC();
    private @Nullable FeedKeeper keeper;

    @Override
    public EventListenerProvider create(KeycloakSession session) {
        return new FeedListener(session, noter(session));
    }

    @Override
    public boolean isGlobal() {
        return true;
    }

    @Override
    public void init(Config.Scope config) {
        // Nothing is configured here.
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        keeper = new FeedKeeper(factory, clock);
        factory.register(this::onEvent);
    }

    private void onEvent(ProviderEvent event) {
        if (event instanceof AppPasswordEnded ended) {
            noter(ended.session()).ended(ended);
        } else if (event instanceof AppPasswordMade made) {
            noter(made.session()).made(made);
        } else if (event instanceof AppPasswordOwnerRemoved removed) {
            noter(removed.session()).removed(removed);
        } else if (event instanceof SuspensionChanged changed) {
            noter(changed.session()).suspension(changed);
        } else if (event instanceof StorageStatus status) {
            noter(status.session()).statusOfStorage(status.realm(), status.user(), status.disabled());
        } else if (event instanceof PendingWorkDue due) {
            onDue(due.session(), due.work());
        } else if (event instanceof RoleRevokedEvent revoked) {
            noter(revoked.getKeycloakSession()).roleLost(revoked.getUser());
        } else if (event instanceof GroupMemberLeaveEvent left) {
            noter(left.getKeycloakSession()).roleLost(left.getUser());
        } else if (event instanceof ChangesWithoutPlace left) {
            keeper().placeSoon(left.realmId());
        } else if (event instanceof FeedMoved moved) {
            keeper().tellSoonIfBehind(moved.realmId());
        } else if (event instanceof PostMigrationEvent) {
            keeper().start();
        }
    }

    private void onDue(KeycloakSession session, PendingWork work) {
        if (work.kind() == PendingWork.Kind.STATUS) {
            noter(session).statusDue(work.realmId(), Objects.requireNonNull(work.userId()));
        }
    }

    private ChangeNoter noter(KeycloakSession session) {
        return new ChangeNoter(session, keeper(), clock);
    }

    private FeedKeeper keeper() {
        return Objects.requireNonNull(keeper, "the server has not started yet");
    }

    /** Keycloak closes these parts later, so that {@link #close()} can wait for running work. */
    @Override
    public Set<Class<? extends Provider>> dependsOn() {
        return ServerParts.DATABASE_AND_CACHES;
    }

    @Override
    public void close() {
        if (keeper != null) {
            keeper.close();
        }
    }

    @Override
    public String getId() {
        return ID;
    }
}
