package io.github.keycloakapppasswords.store;

import io.github.keycloakapppasswords.credential.AppPasswordCredential;
import io.github.keycloakapppasswords.credential.AppPasswordCredentialData;
import io.github.keycloakapppasswords.credential.AppPasswordCredentialModel;
import io.github.keycloakapppasswords.credential.MakerBrowser;
import io.github.keycloakapppasswords.factor.FactorNotes;
import io.github.keycloakapppasswords.row.AppPasswordOwners;
import io.github.keycloakapppasswords.row.AppPasswordRows;
import io.github.keycloakapppasswords.secret.AppPassword;
import io.github.keycloakapppasswords.secret.AppPasswordHasher;
import io.github.keycloakapppasswords.term.Label;
import io.github.keycloakapppasswords.term.StorableText;
import io.github.keycloakapppasswords.transaction.OwnTransaction;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.ModelDuplicateException;
import org.keycloak.models.ModelException;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.cache.CachedUserModel;

/**
 * Issues app passwords: the only way to make one.
 *
 * <p>Works in an {@link OwnTransaction}, committed when {@link #issue} returns, so that a secret is never shown that was not
 * stored. It locks the user's owner row in the database: the maximum, the unique label and one app password for each credential
 * id hold under parallel requests on any number of nodes.
 *
 * <p><b>Security.</b> The caller decides who may make one: {@code GateRun} for owners, {@code UserAppPasswordsResource} for
 * admins, who make them for device accounts. Only the owner's stop is checked again here, under the lock that the stop takes
 * too: an app password of that moment is refused, or the stop revokes it.
 */
public final class AppPasswordIssuer {

    private final KeycloakSessionFactory factory;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final AppPasswordHasher hasher = new AppPasswordHasher();

    public AppPasswordIssuer(KeycloakSessionFactory factory, Clock clock) {
        this.factory = factory;
        this.clock = clock;
    }

    /**
     * The app password to issue.
     *
     * @param credentialId the id that the credential gets, at most 36 characters; a second request with the same id
     *     issues nothing
     * @param maximum how many app passwords the user may have with this one, at least 1
     * @param maker the browser in which the owner makes it; {@code null}: an admin makes it
     */
    public record IssueRequest(
            String realmId,
            String userId,
            String credentialId,
            Label label,
            AppPasswordCredentialData data,
            int maximum,
            @Nullable MakerBrowser maker) {}

    /** The result of a request. */
    public sealed interface Outcome {

        /** It was made; the secret is here and nowhere else. */
        record Issued(AppPasswordCredential credential, AppPassword secret) implements Outcome {}

        /** The user has an app password of this label already, in any case. */
        record LabelTaken() implements Outcome {}

        /** The label has a character that the database cannot keep, see {@link StorableText}. */
        record LabelNotStorable() implements Outcome {}

        /** The user has as many as allowed. */
        record MaximumReached() implements Outcome {}

        /** An owner wants to make it, and has stopped the making of app passwords meanwhile. */
        record Stopped() implements Outcome {}

        /** A request with this credential id was answered before; its secret cannot be had again. */
        record AlreadyIssued() implements Outcome {}
    }

    /**
     * Issues an app password, unless its label is taken, the maximum is reached or its id was used before.
     *
     * @throws ModelException if the realm or user is gone, or the database fails; nothing was issued then
     */
    public Outcome issue(IssueRequest request) {
        OwnTransaction own = new OwnTransaction(factory);
        own.run("making an owner's row", session -> new AppPasswordOwners(session)
                .make(request.realmId(), request.userId()));
        try {
            return own.call("issuing an app password", session -> issue(session, request));
        } catch (ModelDuplicateException e) {
            if (AppPasswordLabels.isLabelTaken(e)) {
                return new Outcome.LabelTaken();
            }
            throw e;
        }
    }

    private Outcome issue(KeycloakSession session, IssueRequest request) {
        if (!new StorableText(session).canHold(request.label().value())) {
            return new Outcome.LabelNotStorable();
        }
        AppPasswordRows rows = new AppPasswordRows(session);
        if (!rows.lockOwner(request.userId())) {
            throw new ModelException("The user was removed while the app password was being made.");
        }
        if (rows.exists(request.credentialId())) {
            return new Outcome.AlreadyIssued();
        }
        if (request.maker() != null
                && new FactorNotes(session)
                        .of(request.realmId(), request.userId())
                        .isStopped()) {
            return new Outcome.Stopped();
        }
        if (rows.countLive(request.realmId(), request.userId()) >= request.maximum()) {
            return new Outcome.MaximumReached();
        }
        RealmModel realm = session.realms().getRealm(request.realmId());
        session.getContext().setRealm(realm);
        UserModel user = session.users().getUserById(realm, request.userId());
        if (user == null) {
            throw new ModelException("The user was deleted; no app password was made.");
        }
        if (isTaken(user, request.label())) {
            return new Outcome.LabelTaken();
        }
        Outcome.Issued issued = store(rows, realm, user, request);
        session.getKeycloakSessionFactory()
                .publish(new AppPasswordMade(session, realm, user, issued.credential(), request.maker()));
        return issued;
    }

    private Outcome.Issued store(AppPasswordRows rows, RealmModel realm, UserModel user, IssueRequest request) {
        AppPassword secret = AppPassword.generate(random);
        AppPasswordCredential credential = new AppPasswordCredential(
                request.credentialId(),
                request.label().value(),
                clock.instant().truncatedTo(ChronoUnit.MILLIS),
                request.data(),
                hasher.hash(secret, random));
        user.credentialManager().createStoredCredential(AppPasswordCredentialModel.of(credential));
        rows.write(realm.getId(), user.getId(), credential, credential.createdAt());
        return new Outcome.Issued(credential, secret);
    }

    private static boolean isTaken(UserModel user, Label label) {
        // past the user cache: another node may have made one a moment ago
        if (user instanceof CachedUserModel cached) {
            cached.invalidate();
        }
        return user.credentialManager()
                .getStoredCredentialsByTypeStream(AppPasswordCredentialModel.TYPE)
                .anyMatch(stored -> label.sameNameAs(stored.getUserLabel()));
    }
}
