package io.github.keycloakapppasswords.feed;

import io.github.keycloakapppasswords.credential.AppPasswordEnded;
import io.github.keycloakapppasswords.credential.AppPasswordHistory;
import io.github.keycloakapppasswords.credential.AppPasswordOwnerRemoved;
import io.github.keycloakapppasswords.credential.AppPasswordOwners;
import io.github.keycloakapppasswords.credential.Change;
import io.github.keycloakapppasswords.credential.ChangeType;
import io.github.keycloakapppasswords.credential.Changes;
import io.github.keycloakapppasswords.credential.EndCause;
import io.github.keycloakapppasswords.credential.Protocol;
import io.github.keycloakapppasswords.gateway.RealmGateways;
import io.github.keycloakapppasswords.lifecycle.SuspensionChanged;
import io.github.keycloakapppasswords.validation.LoginIdentity;
import java.time.Clock;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** Notes changes in the session's transaction, and has them put into the feed when it commits. */
final class ChangeNoter {

    private static final Set<EndCause> BY_TIME = EnumSet.of(EndCause.EXPIRED, EndCause.IDLE, EndCause.NEVER_USED);

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

    void suspension(SuspensionChanged event) {
        note(event.realm(), event.suspended() ? ChangeType.SUSPENDED : ChangeType.RESUMED, event.user(), Set.of());
    }

    void removed(AppPasswordOwnerRemoved event) {
        note(event.realm(), ChangeType.USER_DELETED, event.user(), Set.of());
    }

    /** Whether the user is enabled may have changed. */
    void status(RealmModel realm, String userId) {
        UserModel user = owner(realm, userId);
        if (user != null) {
            status(realm, user, !user.isEnabled());
        }
    }

    /** The user is disabled or not, wherever that was said. */
    void status(RealmModel realm, UserModel user, boolean disabled) {
        if (new AppPasswordOwners(session).tellDisabled(user.getId(), disabled)) {
            note(realm, disabled ? ChangeType.USER_DISABLED : ChangeType.USER_ENABLED, user, Set.of());
        }
    }

    /** The user may have lost a role; told once in a session, whichever event says so. */
    void roleLost(RealmModel realm, String userId) {
        UserModel user = owner(realm, userId);
        if (user != null && session.getAttribute(ROLE_LOST + userId) == null) {
            session.setAttribute(ROLE_LOST + userId, true);
            note(realm, ChangeType.ROLE_LOST, user, Set.of());
        }
    }

    /** In the realm of the session's context. */
    void roleLost(UserModel user) {
        RealmModel realm = session.getContext().getRealm();
        if (realm != null) {
            roleLost(realm, user.getId());
        }
    }

    void everybody(RealmModel realm) {
        note(realm, ChangeType.POLICY_CHANGED, null, Set.of());
    }

    private @Nullable UserModel owner(RealmModel realm, String userId) {
        return new AppPasswordOwners(session).isOwner(userId) ? session.users().getUserById(realm, userId) : null;
    }

    private void note(RealmModel realm, ChangeType type, @Nullable UserModel user, Set<Protocol> protocols) {
        List<LoginIdentity> identities = new RealmGateways(realm).loginIdentities();
        if (identities.isEmpty()) {
            return;
        }
        Map<String, String> names = user == null ? Map.of() : names(user, identities);
        String userId = user == null ? null : user.getId();
        new Changes(session).note(realm.getId(), new Change(type, userId, names, protocols, clock.instant()));
        String realmId = realm.getId();
        session.getTransactionManager().enlistAfterCompletion(new AbstractKeycloakTransaction() {
            @Override
            protected void commitImpl() {
                keeper.placeSoon(realmId);
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
