package io.github.keycloakapppasswords.feed;

import io.github.keycloakapppasswords.gateway.GatewaysResource;
import io.github.keycloakapppasswords.policy.Policy;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.keycloak.events.Event;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventType;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Finds changes that concern gateways in Keycloak's events. */
final class FeedListener implements EventListenerProvider {

    private static final Logger LOG = Logger.getLogger(FeedListener.class);

    private static final Pattern OF_USER = Pattern.compile("users/([^/]+)(/.*)?");
    private static final Set<ResourceType> MEMBERSHIP = EnumSet.of(
            ResourceType.REALM_ROLE_MAPPING, ResourceType.CLIENT_ROLE_MAPPING, ResourceType.GROUP_MEMBERSHIP);
    private static final Set<ResourceType> OF_MANY = EnumSet.of(
            ResourceType.REALM_ROLE,
            ResourceType.CLIENT_ROLE,
            ResourceType.GROUP,
            ResourceType.CLIENT,
            ResourceType.COMPONENT);

    private static final Set<ResourceType> SETTINGS =
            EnumSet.of(ResourceType.REALM, ResourceType.CLIENT, ResourceType.IDENTITY_PROVIDER);
    private static final Set<EventType> EDITED_BY_OWNER =
            EnumSet.of(EventType.UPDATE_PROFILE, EventType.UPDATE_EMAIL, EventType.VERIFY_EMAIL);

    private final KeycloakSession session;
    private final ChangeNoter noter;

    FeedListener(KeycloakSession session, ChangeNoter noter) {
        this.session = session;
        this.noter = noter;
    }

    @Override
    public void onEvent(Event event) {
        if (event.getUserId() == null) {
            return;
        }
        if (event.getType() == EventType.USER_DISABLED_BY_PERMANENT_LOCKOUT) {
            noter.status(realm(event.getRealmId()), event.getUserId());
        } else if (EDITED_BY_OWNER.contains(event.getType())) {
            noter.userChanged(realm(event.getRealmId()), event.getUserId());
        }
    }

    @Override
    public void onEvent(AdminEvent event, boolean includeRepresentation) {
        RealmModel realm = realm(event.getRealmId());
        if (realm == null || event.getResourcePath() == null) {
            return;
        }
        try {
            onEvent(realm, event);
        } catch (RuntimeException e) {
            // Keycloak swallows the exceptions of a listener, and the change is made: it may concern any user
            LOG.errorf(e, "A change in the realm %s could not be reported to gateways by user name", realm.getName());
            noter.everything(realm);
        }
    }

    private void onEvent(RealmModel realm, AdminEvent event) {
        Matcher ofUser = OF_USER.matcher(event.getResourcePath());
        boolean gone = event.getOperationType() == OperationType.DELETE;
        if (event.getResourceType() == ResourceType.USER && ofUser.matches() && ofUser.group(2) == null && !gone) {
            noter.status(realm, ofUser.group(1));
        } else if (gone && MEMBERSHIP.contains(event.getResourceType()) && ofUser.matches()) {
            noter.roleLost(realm, ofUser.group(1));
        } else if (event.getResourcePath().endsWith("/remove-imported-users")) {
            noter.everything(realm);
        } else if (concernsEverybody(event, gone)) {
            noter.everybody(realm);
        } else if (SETTINGS.contains(event.getResourceType())) {
            noter.settings(realm);
        }
    }

    private static boolean concernsEverybody(AdminEvent event, boolean gone) {
        String path = event.getResourcePath();
        boolean fewerRoles =
                gone && (MEMBERSHIP.contains(event.getResourceType()) || OF_MANY.contains(event.getResourceType()));
        return fewerRoles
                || GatewaysResource.RESOURCE_TYPE.equals(event.getResourceTypeAsString())
                || path.startsWith("authentication/required-actions/" + Policy.ACTION_ID);
    }

    private RealmModel realm(String id) {
        return session.realms().getRealm(id);
    }

    @Override
    public void close() {
        // Nothing to close.
    }
}
