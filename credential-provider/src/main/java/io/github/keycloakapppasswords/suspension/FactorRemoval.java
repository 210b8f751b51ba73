package io.github.keycloakapppasswords.suspension;

import io.github.keycloakapppasswords.factor.FactorNote;
import io.github.keycloakapppasswords.factor.FactorNote.Kind;
import io.github.keycloakapppasswords.factor.FactorNotes;
import io.github.keycloakapppasswords.factor.SecondFactorTypes;
import io.github.keycloakapppasswords.policy.AcceptedLinks;
import io.github.keycloakapppasswords.policy.MailNotice;
import io.github.keycloakapppasswords.policy.Policy;
import io.github.keycloakapppasswords.userstorage.ImportedUsers;
import io.github.keycloakapppasswords.work.RealmWork;
import java.time.Clock;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.credential.CredentialModel;
import org.keycloak.events.Details;
import org.keycloak.events.Event;
import org.keycloak.events.EventType;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionProviderModel;
import org.keycloak.models.UserModel;

/**
 * Records the removal of a second factor, in the transaction of the removal; only inserts there. Also sends the owner a notice
 * of the removal, and of a new factor.
 *
 * <p><b>Security.</b> A removal counts as an admin's only if the admin is known: a removal without any event is
 * noticed at the user's next sign-in, and the waiting time begins then.
 */
public final class FactorRemoval {

    private static final Logger LOG = Logger.getLogger(FactorRemoval.class);

    /** {@code UserResource} (26.7.4): removing a credential; making or removing a link with an identity provider. */
    private static final Pattern CREDENTIAL = Pattern.compile("users/([^/]+)/credentials/([^/]+)");

    private static final Pattern LINK = Pattern.compile("users/([^/]+)/federated-identity/([^/]+)");

    private final KeycloakSession session;
    private final Clock clock;

    public FactorRemoval(KeycloakSession session, Clock clock) {
        this.session = session;
        this.clock = clock;
    }

    /** Tells the owner of a second factor that was set up. */
    public void added(Event event) {
        String type = detail(event, Details.CREDENTIAL_TYPE);
        if (event.getType() == EventType.UPDATE_CREDENTIAL
                && event.getUserId() != null
                && SecondFactorTypes.isFactor(type)) {
            tellAdded(event.getRealmId(), event.getUserId(), type);
        }
    }

    /** Tells the owner of a second factor of this type, if the policy accepts it. */
    void tellAdded(@Nullable String realmId, String userId, String type) {
        tell(realmId, userId, MailNotice.FACTOR_ADDED, type);
    }

    /** A removal by the user, or by a person who is signed in as the user. */
    public void byUser(Event event) {
        if (event.getRealmId() == null || event.getUserId() == null) {
            return;
        }
        if (event.getType() == EventType.REMOVE_CREDENTIAL
                && SecondFactorTypes.isFactor(detail(event, Details.CREDENTIAL_TYPE))) {
            note(event.getRealmId(), event.getUserId(), Kind.REMOVED);
        }
    }

    public void byAdmin(AdminEvent event) {
        String path = event.getResourcePath() == null ? "" : event.getResourcePath();
        Matcher credential = CREDENTIAL.matcher(path);
        Matcher link = LINK.matcher(path);
        if (credential.matches() && event.getOperationType() == OperationType.ACTION) {
            type(event, credential.group(1), credential.group(2))
                    .filter(SecondFactorTypes::isFactor)
                    .ifPresent(type -> note(event.getRealmId(), credential.group(1), Kind.RESET));
        } else if (link.matches() && event.getOperationType() == OperationType.DELETE) {
            new ProviderLinks(session, clock).removedByAdmin(event.getRealmId(), link.group(1), link.group(2));
        } else if (link.matches() && event.getOperationType() == OperationType.CREATE) {
            new ProviderLinks(session, clock).madeByAdmin(event.getRealmId(), link.group(1), link.group(2));
        }
    }

    /** Notes it, and tells the owner if it was the last one. */
    void note(String realmId, String userId, Kind kind) {
        new FactorNotes(session).add(realmId, userId, FactorNote.of(kind, clock.instant()));
        tell(realmId, userId, MailNotice.FACTOR_REMOVED, "");
    }

    /** A failed notice stops nothing. */
    private void tell(@Nullable String realmId, String userId, MailNotice notice, String type) {
        try {
            RealmModel realm = realm(realmId);
            UserModel user = realm == null || !isOn(realm) ? null : new ImportedUsers(session, realm).byId(userId);
            if (realm == null || user == null) {
                return;
            }
            boolean news = notice == MailNotice.FACTOR_REMOVED
                    ? !hasFactor(realm, user)
                    : Policy.inForce(realm).acceptedTypes().contains(type);
            if (news) {
                session.getKeycloakSessionFactory().publish(new SecondFactorChanged(session, realm, user, notice));
            }
        } catch (RuntimeException e) {
            LOG.warnf(
                    "User %s gets no mail about the change of a second factor: %s",
                    userId, e.getClass().getName());
            LOG.debug("The failure to report the change", e);
        }
    }

    /** In a realm without app passwords there are no notices about second factors. */
    private static boolean isOn(RealmModel realm) {
        RequiredActionProviderModel action = realm.getRequiredActionProviderByAlias(Policy.ACTION_ID);
        return action != null && action.isEnabled();
    }

    private boolean hasFactor(RealmModel realm, UserModel user) {
        return FactorTypes.of(user).stream().anyMatch(SecondFactorTypes::isFactor)
                || !AcceptedLinks.of(session, realm, user, Policy.inForce(realm))
                        .isEmpty();
    }

    private @Nullable RealmModel realm(@Nullable String realmId) {
        return realmId == null ? null : session.realms().getRealm(realmId);
    }

    private static String detail(Event event, String name) {
        String value = event.getDetails() == null ? null : event.getDetails().get(name);
        return value == null ? "" : value;
    }

    /**
     * If the event lacks the value (Keycloak 26.6), the database still has the value, since the removal is not
     * committed.
     */
    private Optional<String> type(AdminEvent event, String userId, String credentialId) {
        String type = event.getDetails() == null ? null : event.getDetails().get(Details.CREDENTIAL_TYPE);
        if (type != null) {
            return Optional.of(type);
        }
        try {
            return new RealmWork(session.getKeycloakSessionFactory(), event.getRealmId())
                    .call("the type of a removed credential", (own, realm) -> Optional.ofNullable(
                                    stored(own, realm, userId, credentialId))
                            .map(CredentialModel::getType))
                    .flatMap(found -> found);
        } catch (RuntimeException e) {
            LOG.debugf(e, "The type of the credential %s is not known", credentialId);
            return Optional.empty();
        }
    }

    private static @Nullable CredentialModel stored(
            KeycloakSession own, RealmModel realm, String userId, String credentialId) {
        return Optional.ofNullable(new ImportedUsers(own, realm).owner(userId))
                .map(user -> user.credentialManager().getStoredCredentialById(credentialId))
                .orElse(null);
    }
}
