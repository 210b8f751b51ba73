package io.github.keycloakapppasswords.feed;

import io.github.keycloakapppasswords.change.Change;
import io.github.keycloakapppasswords.change.ChangeType;
import io.github.keycloakapppasswords.change.Changes;
import io.github.keycloakapppasswords.connectedgateway.ConnectedGatewaysProvider;
import io.github.keycloakapppasswords.credential.EndCause;
import io.github.keycloakapppasswords.gateway.RealmGateways;
import io.github.keycloakapppasswords.row.AppPasswordHistory;
import io.github.keycloakapppasswords.row.AppPasswordOwners;
import io.github.keycloakapppasswords.store.AppPasswordEnded;
import io.github.keycloakapppasswords.store.AppPasswordMade;
import io.github.keycloakapppasswords.store.AppPasswordOwnerRemoved;
import io.github.keycloakapppasswords.suspension.SuspensionChanged;
import io.github.keycloakapppasswords.term.Protocol;
import io.github.keycloakapppasswords.transaction.OwnTransaction;
import io.github.keycloakapppasswords.userstorage.ImportedUsers;
import io.github.keycloakapppasswords.verdict.LoginIdentity;
import io.github.keycloakapppasswords.work.PendingWork;
import io.github.keycloakapppasswords.work.PendingWork.Kind;
import io.github.keycloakapppasswords.work.PendingWorks;
import java.time.Clock;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.executors.ExecutorsProvider;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.cache.CachedUserModel;
import org.keycloak.storage.StorageId;

/**
 * Writes changes in the session's transaction, and starts their placement in the feed after the commit. In Keycloak's own
 * transaction the noter only inserts rows.
 */
final class ChangeNoter {

    private static final Logger LOG = Logger.getLogger(ChangeNoter.class);

    private static final Set<EndCause> BY_TIME = EnumSet.of(EndCause.EXPIRED, EndCause.IDLE, EndCause.NEVER_USED);

    private static final String STATUS_EXECUTOR = "app-password-status";

    private static final String ROLE_LOST = "app-passwords.feed.role-lost.";

    private final KeycloakSession session;
    private final FeedKeeper keeper;
    private final Clock clock;

    ChangeNoter(KeycloakSession session, FeedKeeper keeper, Clock clock) {
        this.session = session;
        this.keeper = keeper;
        this.clock = clock;
    }

    void ended(AppPasswordEnded event) {
        AppPasswordHistory ended = event.ended();
        boolean byTime = ended.end() != null && BY_TIME.contains(ended.end().cause());
        note(event.realm(), byTime ? ChangeType.EXPIRED : ChangeType.REVOKED, event.user(), ended.protocols());
    }

    void made(AppPasswordMade event) {
        note(event.realm(), ChangeType.MADE, event.user().getId(), Map.of(), Set.of());
    }

    void suspension(SuspensionChanged event) {
        note(event.realm(), event.suspended() ? ChangeType.SUSPENDED : ChangeType.RESUMED, event.user(), Set.of());
    }

    void removed(AppPasswordOwnerRemoved event) {
        note(event.realm(), ChangeType.USER_DELETED, event.user(), Set.of());
    }

    /** The user may have been enabled or disabled: the state is read after the commit. */
    void status(RealmModel realm, String userId) {
        if (new AppPasswordOwners(session).isOwner(userId)) {
            new PendingWorks(session).note(PendingWork.ofUser(Kind.STATUS, realm.getId(), userId, clock.instant()));
        }
    }

    /** Reads past every cache whether the user is enabled, in a separate transaction. */
    void statusDue(String realmId, String userId) {
        new AppPasswordOwners(session).lock(userId);
        RealmModel realm = session.realms().getRealm(realmId);
        session.getContext().setRealm(realm);
        UserModel user = realm == null ? null : known(realm, userId);
        if (user instanceof CachedUserModel cached) {
            cached.invalidate();
        }
        if (realm != null && user != null) {
            note(realm, user, !user.isEnabled());
        }
    }

    /** The user as Keycloak's own storage has it if the user's storage is unavailable or does not have the user now. */
    private @Nullable UserModel known(RealmModel realm, String userId) {
        ImportedUsers users = new ImportedUsers(session, realm);
        return StorageId.isLocalStorage(userId) ? users.owner(userId) : users.byId(userId);
    }

    /**
     * A storage answered whether the user is disabled. The change is written after the session's transaction, which is that of
     * the question to the storage; if writing fails, the next question tries again.
     */
    void statusOfStorage(RealmModel realm, UserModel user, boolean disabled) {
        AppPasswordOwners owners = new AppPasswordOwners(session);
        String userId = user.getId();
        if (!owners.isOwner(userId) || owners.isToldDisabled(userId) == disabled) {
            return;
        }
        Map<String, String> names = names(user, new RealmGateways(realm).loginIdentities());
        KeycloakSessionFactory factory = session.getKeycloakSessionFactory();
        String realmId = realm.getId();
        ExecutorService executor = session.getProvider(ExecutorsProvider.class).getExecutor(STATUS_EXECUTOR);
        afterCommit(() -> {
            try {
                executor.execute(() -> noteStatus(factory, realmId, userId, names, disabled));
            } catch (RejectedExecutionException e) {
                LOG.debugf("The server stops: the next query of the storage of user %s records the state", userId);
            }
        });
    }

    private void noteStatus(
            KeycloakSessionFactory factory,
            String realmId,
            String userId,
            Map<String, String> names,
            boolean disabled) {
        try {
            new OwnTransaction(factory).run("noting a user's status", own -> {
                new AppPasswordOwners(own).lock(userId);
                RealmModel realm = own.realms().getRealm(realmId);
                if (realm != null) {
                    new ChangeNoter(own, keeper, clock).note(realm, userId, names, disabled);
                }
            });
        } catch (RuntimeException | LinkageError e) {
            LOG.warnf(
                    "Whether user %s is disabled could not be recorded. The next query of the user's storage"
                            + " records it: %s",
                    userId, e.getClass().getName());
            LOG.debug("The failure to note it", e);
        }
    }

    private void note(RealmModel realm, UserModel user, boolean disabled) {
        note(realm, user.getId(), names(user, new RealmGateways(realm).loginIdentities()), disabled);
    }

    private void note(RealmModel realm, String userId, Map<String, String> names, boolean disabled) {
        if (new AppPasswordOwners(session).tellDisabled(userId, disabled)) {
            note(realm, disabled ? ChangeType.USER_DISABLED : ChangeType.USER_ENABLED, userId, names, Set.of());
        }
    }

    /** The user may have lost a role; written once in a session, whichever event reports the loss. */
    void roleLost(RealmModel realm, String userId) {
        UserModel user = owner(realm, userId);
        if (user != null && session.getAttribute(ROLE_LOST + userId) == null) {
            session.setAttribute(ROLE_LOST + userId, true);
            note(realm, ChangeType.ROLE_LOST, user, Set.of());
        }
    }

    /** The same, in the realm of the session's context. */
    void roleLost(UserModel user) {
        RealmModel realm = session.getContext().getRealm();
        if (realm != null) {
            roleLost(realm, user.getId());
        }
    }

    void everybody(RealmModel realm) {
        note(realm, ChangeType.POLICY_CHANGED, null, Set.of());
    }

    /** An owner's name, address or attribute may have changed. */
    void userChanged(RealmModel realm, String userId) {
        if (new AppPasswordOwners(session).isOwner(userId)) {
            note(realm, ChangeType.USER_CHANGED, userId, Map.of(), Set.of());
        }
    }

    /** The settings of the realm, a client or an identity provider may have changed. */
    void settings(RealmModel realm) {
        note(realm, ChangeType.SETTINGS_CHANGED, null, Set.of());
    }

    /** Unnamed users were removed, or the change is unknown. */
    void everything(RealmModel realm) {
        note(realm, ChangeType.RESET, null, Set.of());
    }

    private @Nullable UserModel owner(RealmModel realm, String userId) {
        return new AppPasswordOwners(session).isOwner(userId) ? session.users().getUserById(realm, userId) : null;
    }

    private void note(RealmModel realm, ChangeType type, @Nullable UserModel user, Set<Protocol> protocols) {
        Map<String, String> names = user == null ? Map.of() : names(user, new RealmGateways(realm).loginIdentities());
        note(realm, type, user == null ? null : user.getId(), names, protocols);
    }

    private void note(
            RealmModel realm,
            ChangeType type,
            @Nullable String userId,
            Map<String, String> names,
            Set<Protocol> protocols) {
        if (userId == null
                && ConnectedGatewaysProvider.of(session).protocols(realm).isEmpty()) {
            // no gateway asks about users of the realm
            return;
        }
        new Changes(session).note(realm.getId(), new Change(type, userId, names, protocols, clock.instant()));
        String realmId = realm.getId();
        afterCommit(() -> keeper.placeSoon(realmId));
    }

    private void afterCommit(Runnable work) {
        session.getTransactionManager().enlistAfterCompletion(new AbstractKeycloakTransaction() {
            @Override
            protected void commitImpl() {
                work.run();
            }

            @Override
            protected void rollbackImpl() {
                // Nothing was noted.
            }
        });
    }

    private static Map<String, String> names(UserModel user, List<LoginIdentity> identities) {
        Map<String, String> names = new HashMap<>();
        for (LoginIdentity identity : identities) {
            String name = identity.of(
                    user.getUsername(),
                    user.isEmailVerified() ? user.getEmail() : null,
                    attribute -> user.getAttributeStream(attribute).toList());
            if (name != null) {
                names.put(identity.toString(), name);
            }
        }
        return names;
    }
}
