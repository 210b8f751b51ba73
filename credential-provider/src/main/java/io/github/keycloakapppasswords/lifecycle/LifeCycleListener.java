package io.github.keycloakapppasswords.lifecycle;

import io.github.keycloakapppasswords.credential.AppPasswordCredentialModel;
import io.github.keycloakapppasswords.suspension.FactorRemoval;
import io.github.keycloakapppasswords.suspension.SecondFactors;
import java.time.Clock;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.Details;
import org.keycloak.events.Event;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventType;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.PasswordCredentialModel;

/**
 * Listens for changed passwords and for second factors that come and go, in the transaction of the change. Only inserts there:
 * the rest is {@link PendingWork}.
 *
 * <p><b>Security.</b> If what the policy says cannot be done, the password is not changed either: Keycloak swallows what a
 * listener throws, so that the transaction is made to fail.
 */
final class LifeCycleListener implements EventListenerProvider {

    private static final Logger LOG = Logger.getLogger(LifeCycleListener.class);

    private static final Set<EventType> OF_CREDENTIALS =
            EnumSet.of(EventType.UPDATE_CREDENTIAL, EventType.REMOVE_CREDENTIAL);
    private static final Pattern USER_PATH = Pattern.compile("users/([^/]+)(/.*)?");

    private final KeycloakSession session;
    private final Clock clock;

    LifeCycleListener(KeycloakSession session, Clock clock) {
        this.session = session;
        this.clock = clock;
    }

    @Override
    public void onEvent(Event event) {
        FactorRemoval factors = new FactorRemoval(session, clock);
        orRefuse(event.getUserId(), event.getRealmId(), () -> factors.byUser(event));
        factors.added(event);
        String type = event.getDetails() == null ? null : event.getDetails().get(Details.CREDENTIAL_TYPE);
        if (event.getType() == EventType.UPDATE_CREDENTIAL && PasswordCredentialModel.TYPE.equals(type)) {
            with(event.getRealmId(), event.getUserId(), new PasswordChange(session, clock)::byUser);
        } else if (OF_CREDENTIALS.contains(event.getType()) && !AppPasswordCredentialModel.TYPE.equals(type)) {
            look(event.getRealmId(), event.getUserId());
        }
    }

    @Override
    public void onEvent(AdminEvent event, boolean includeRepresentation) {
        String path = event.getResourcePath();
        if (event.getResourceType() != ResourceType.USER || path == null) {
            return;
        }
        Matcher user = USER_PATH.matcher(path);
        if (!user.matches()) {
            return;
        }
        FactorRemoval factors = new FactorRemoval(session, clock);
        orRefuse(user.group(1), event.getRealmId(), () -> factors.byAdmin(event));
        String below = user.group(2);
        PasswordChange password = new PasswordChange(session, clock);
        if ("/reset-password".equals(below)) {
            with(event.getRealmId(), user.group(1), password::byAdmin);
        } else if (below == null && event.getOperationType() == OperationType.UPDATE) {
            with(event.getRealmId(), user.group(1), password::perhapsByAdmin);
            look(event.getRealmId(), user.group(1));
        } else if (below != null && (below.startsWith("/credentials") || below.equals("/disable-credential-types"))) {
            look(event.getRealmId(), user.group(1));
        }
    }

    private void look(@Nullable String realmId, @Nullable String userId) {
        if (realmId != null && userId != null) {
            new SecondFactors(session).look(realmId, userId, clock.instant());
        }
    }

    private void with(@Nullable String realmId, @Nullable String userId, BiConsumer<RealmModel, UserModel> work) {
        orRefuse(userId, realmId, () -> {
            RealmModel realm = realmId == null ? null : session.realms().getRealm(realmId);
            UserModel user =
                    realm == null || userId == null ? null : session.users().getUserById(realm, userId);
            if (realm != null && user != null) {
                work.accept(realm, user);
            }
        });
    }

    private void orRefuse(@Nullable String userId, @Nullable String realmId, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOG.errorf(
                    e,
                    "The policy of app passwords could not be applied to user %s of the realm %s. Keycloak's"
                            + " change of the user fails with it.",
                    userId,
                    realmId);
            session.getTransactionManager().enlistPrepare(new Refusal(e));
        }
    }

    @Override
    public void close() {
        // Nothing to close.
    }

    /** Makes the commit of a transaction fail. */
    private static final class Refusal extends AbstractKeycloakTransaction {

        private final RuntimeException cause;

        Refusal(RuntimeException cause) {
            this.cause = cause;
        }

        @Override
        protected void commitImpl() {
            throw new IllegalStateException("The policy of app passwords could not be applied.", cause);
        }

        @Override
        protected void rollbackImpl() {
            // Nothing was done.
        }
    }
}
