package io.github.keycloakapppasswords.suspension;

import io.github.keycloakapppasswords.factor.FactorHistory;
import io.github.keycloakapppasswords.factor.FactorNote;
import io.github.keycloakapppasswords.factor.FactorNote.Kind;
import io.github.keycloakapppasswords.factor.FactorNotes;
import io.github.keycloakapppasswords.factor.SecondFactorTypes;
import io.github.keycloakapppasswords.policy.AcceptedLinks;
import io.github.keycloakapppasswords.policy.IdentityProviderFactor;
import io.github.keycloakapppasswords.policy.Policy;
import io.github.keycloakapppasswords.userstorage.ImportedUsers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.keycloak.broker.provider.AbstractIdentityProvider;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.models.FederatedIdentityModel.FederatedIdentityCreatedEvent;
import org.keycloak.models.FederatedIdentityModel.FederatedIdentityRemovedEvent;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Records that links with identity providers, which may count as second factors, come and go, in the transaction that makes or
 * removes them; only inserts there. Sends the owner a notice of a link with a provider that counts.
 *
 * <p><b>Security.</b> A thief with the main password and an old session can link an account of the thief's. So a link that a
 * user makes beside another factor, or within the waiting time after the last factor was removed, counts only after the waiting
 * time. Keycloak (26.7.4) publishes each link where it is stored or removed. Its user events are not sufficient: the event of a
 * new link comes in a later request, which the browser may omit ({@code IdpLinkAction}), and a link that a workflow removes has
 * no event ({@code UnlinkUserStepProvider}). A link that an admin makes counts at once: such an admin may also take the other
 * factors away. Links of a new user or an import are judged at the user's next sign-in, like all unseen changes.
 */
public final class ProviderLinks {

    private final KeycloakSession session;
    private final Clock clock;

    public ProviderLinks(KeycloakSession session, Clock clock) {
        this.session = session;
        this.clock = clock;
    }

    /** Notes nothing for a link that is not made in the user's own browser. */
    public void made(FederatedIdentityCreatedEvent event) {
        look(event.getRealm(), event.getUser());
        AuthenticationSessionModel browser = session.getContext().getAuthenticationSession();
        if (browser != null && isOf(event.getUser(), browser)) {
            FederatedIdentityModel link = event.getFederatedIdentity();
            note(event.getRealm(), event.getUser(), link);
            if (!isOfNewUser(browser)) {
                tell(event.getRealm(), event.getUser(), link);
            }
        }
    }

    /** Keycloak's admin REST has an authentication session, too: the admin's. */
    private static boolean isOf(UserModel user, AuthenticationSessionModel browser) {
        UserModel there = browser.getAuthenticatedUser();
        return there != null && there.getId().equals(user.getId());
    }

    /** A removal by anybody; for an admin, {@link #removedByAdmin} follows. */
    public void removed(FederatedIdentityRemovedEvent event) {
        look(event.getRealm(), event.getUser());
        if (isAccepted(event.getRealm(), event.getFederatedIdentity().getIdentityProvider())) {
            new FactorRemoval(session, clock)
                    .note(event.getRealm().getId(), event.getUser().getId(), Kind.REMOVED);
        }
    }

    /** Comes after {@link #removed}, and replaces its note. */
    void removedByAdmin(String realmId, String userId, String alias) {
        RealmModel realm = session.realms().getRealm(realmId);
        if (realm != null && isAccepted(realm, alias)) {
            FactorNote reset = FactorNote.of(Kind.RESET, clock.instant().plusMillis(1));
            new FactorNotes(session).add(realmId, userId, reset);
        }
    }

    private static boolean isAccepted(RealmModel realm, String alias) {
        return Policy.inForce(realm).identityProviderFactors().stream()
                .map(IdentityProviderFactor::alias)
                .anyMatch(alias::equals);
    }

    private void look(RealmModel realm, UserModel user) {
        new SecondFactors(session).look(realm.getId(), user.getId(), clock.instant());
    }

    private static boolean isOfNewUser(AuthenticationSessionModel browser) {
        return Boolean.parseBoolean(browser.getAuthNote(AbstractIdentityProvider.BROKER_REGISTERED_NEW_USER));
    }

    void madeByAdmin(String realmId, String userId, String alias) {
        RealmModel realm = session.realms().getRealm(realmId);
        UserModel user = realm == null ? null : new ImportedUsers(session, realm).byId(userId);
        FederatedIdentityModel link = user == null ? null : session.users().getFederatedIdentity(realm, user, alias);
        if (realm != null && user != null && link != null) {
            FactorNotes notes = new FactorNotes(session);
            Instant now = clock.instant();
            noteOthers(realm, user, link, notes.of(realmId, userId), now);
            notes.add(realmId, userId, FactorNote.proved(id(link), now));
            tell(realm, user, link);
        }
    }

    private void note(RealmModel realm, UserModel user, FederatedIdentityModel link) {
        FactorNotes notes = new FactorNotes(session);
        FactorHistory history = notes.of(realm.getId(), user.getId());
        Instant now = clock.instant();
        noteOthers(realm, user, link, history, now);
        Policy policy = Policy.inForce(realm);
        Duration wait = policy.lifeCycle().enrolmentWait();
        boolean waits = history.hadFactorLately(wait, now) || hasAnother(realm, user, link, policy);
        String id = id(link);
        notes.add(realm.getId(), user.getId(), waits ? FactorNote.unproved(id, now) : FactorNote.proved(id, now));
    }

    /** They were there before, and would be taken for new ones after the note of this one. */
    private void noteOthers(
            RealmModel realm, UserModel user, FederatedIdentityModel link, FactorHistory history, Instant now) {
        if (!history.takesUnknownLink()) {
            return;
        }
        FactorNotes notes = new FactorNotes(session);
        session.users()
                .getFederatedIdentitiesStream(realm, user)
                .filter(other -> !other.getIdentityProvider().equals(link.getIdentityProvider()))
                .map(ProviderLinks::id)
                .filter(id -> !history.knows(id))
                .forEach(id -> notes.add(realm.getId(), user.getId(), FactorNote.proved(id, now)));
    }

    private boolean hasAnother(RealmModel realm, UserModel user, FederatedIdentityModel link, Policy policy) {
        return FactorTypes.of(user).stream().anyMatch(SecondFactorTypes::isFactor)
                || AcceptedLinks.of(session, realm, user, policy).stream()
                        .anyMatch(other -> !other.getIdentityProvider().equals(link.getIdentityProvider()));
    }

    private void tell(RealmModel realm, UserModel user, FederatedIdentityModel link) {
        String type = IdentityProviderFactor.type(link.getIdentityProvider());
        new FactorRemoval(session, clock).tellAdded(realm.getId(), user.getId(), type);
    }

    private static String id(FederatedIdentityModel link) {
        return FactorNote.linkId(link.getIdentityProvider(), String.valueOf(link.getUserId()));
    }
}
