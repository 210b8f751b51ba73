package io.github.keycloakapppasswords.notice;

import io.github.keycloakapppasswords.credential.AppPasswordCredentialModel;
import io.github.keycloakapppasswords.credential.EndCause;
import io.github.keycloakapppasswords.event.EventDetails;
import io.github.keycloakapppasswords.factor.FactorHistory;
import io.github.keycloakapppasswords.factor.FactorNote;
import io.github.keycloakapppasswords.factor.FactorNote.Kind;
import io.github.keycloakapppasswords.factor.FactorNotes;
import io.github.keycloakapppasswords.row.AppPasswordEnd;
import io.github.keycloakapppasswords.row.AppPasswordHistory;
import io.github.keycloakapppasswords.row.AppPasswordOwners;
import io.github.keycloakapppasswords.store.AppPasswordCredentials;
import io.github.keycloakapppasswords.store.AppPasswordEnds;
import io.github.keycloakapppasswords.term.Label;
import io.github.keycloakapppasswords.transaction.DatabaseBulkhead;
import io.github.keycloakapppasswords.transaction.DatabaseBusyException;
import io.github.keycloakapppasswords.transaction.OwnTransaction;
import io.github.keycloakapppasswords.userstorage.ImportedUsers;
import io.github.keycloakapppasswords.watch.WatchOver;
import io.github.keycloakapppasswords.work.RealmWork;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.credential.CredentialModel;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.cache.CachedUserModel;
import org.keycloak.services.ErrorPage;
import org.keycloak.services.messages.Messages;

/**
 * {@code /realms/{realm}/app-passwords/not-me}: the "This was not me" link of a mail. Opening it shows what it is about and
 * changes nothing, so that a mail scanner which follows links does no harm; the button on the page revokes that app password,
 * also of a user who is disabled or whose storage is unavailable.
 *
 * <p>The page says that nothing is left to revoke only if the app password is known to be gone. A failure is "try again later".
 *
 * <p><b>Security.</b> The holder of the key may revoke this one app password, and nothing else: no login begins or ends, no
 * cookie is read or set. See {@link NotMeLinks}. A forged request would lack the key.
 */
public final class NotMeResource {

    private static final Logger LOG = Logger.getLogger(NotMeResource.class);

    static final String KEY = "key";

    /** Of a form; a key has some hundred characters. */
    static final int LONGEST_BYTES = 8 * 1024;

    /** The reason in the event of the revocation. */
    private static final String REASON = "not_me";

    private final KeycloakSession session;
    private final Clock clock;
    private final Supplier<DatabaseBulkhead> bulkhead;
    private final NotMePages pages;

    /**
     * For the realm of the session's context.
     *
     * @param bulkhead limits the valid links that query the database at the same time
     */
    public NotMeResource(KeycloakSession session, Clock clock, Supplier<DatabaseBulkhead> bulkhead) {
        this.session = session;
        this.clock = clock;
        this.bulkhead = bulkhead;
        this.pages = new NotMePages(session);
    }

    /**
     * Asks whether to revoke it, or says why that cannot be done.
     *
     * @param key from the mail
     */
    @GET
    @Produces(MediaType.TEXT_HTML)
    public Response ask(@QueryParam(KEY) @Nullable String key) {
        return answer(
                key,
                (user, stored) -> pages.ask(user, stored.getUserLabel(), String.valueOf(key)),
                (user, link) -> pages.askToStop(user, String.valueOf(key)));
    }

    /**
     * Revokes it.
     *
     * @param form has the field {@code key}. Bytes, since Keycloak fails before it calls a method if a form is not one
     */
    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Produces(MediaType.TEXT_HTML)
    public Response revoke(byte @Nullable [] form) {
        return answer(form == null ? null : key(form), this::revoke, this::stop);
    }

    /** The first field {@code key}; {@code null} if no field can be read, or the form is too long, which is not a valid key. */
    static @Nullable String key(byte[] form) {
        if (form.length > LONGEST_BYTES) {
            return null;
        }
        for (String field : new String(form, StandardCharsets.ISO_8859_1).split("&", -1)) {
            if (field.startsWith(KEY + "=")) {
                try {
                    return URLDecoder.decode(field.substring(KEY.length() + 1), StandardCharsets.UTF_8);
                } catch (IllegalArgumentException e) {
                    return null;
                }
            }
        }
        return null;
    }

    private Response answer(
            @Nullable String key,
            BiFunction<UserModel, CredentialModel, Response> good,
            BiFunction<UserModel, NotMeLinks.Reading.Good, Response> ofFactor) {
        RealmModel realm = session.getContext().getRealm();
        if (!realm.isEnabled()) {
            return ErrorPage.error(session, null, Response.Status.BAD_REQUEST, Messages.REALM_NOT_ENABLED);
        }
        if (isPlainWhereTlsIsRequired(realm)) {
            return ErrorPage.error(session, null, Response.Status.BAD_REQUEST, Messages.HTTPS_REQUIRED);
        }
        NotMeLinks.Reading reading = new NotMeLinks(session, realm, clock).read(key);
        if (reading instanceof NotMeLinks.Reading.Good link) {
            return answerOrNothingIsDone(realm, link, good, ofFactor);
        }
        return reading instanceof NotMeLinks.Reading.Expired ? pages.expired() : pages.invalid();
    }

    private boolean isPlainWhereTlsIsRequired(RealmModel realm) {
        String scheme = session.getContext().getUri().getBaseUri().getScheme();
        return !"https".equals(scheme)
                && realm.getSslRequired().isRequired(session.getContext().getConnection());
    }

    private Response answerOrNothingIsDone(
            RealmModel realm,
            NotMeLinks.Reading.Good link,
            BiFunction<UserModel, CredentialModel, Response> good,
            BiFunction<UserModel, NotMeLinks.Reading.Good, Response> ofFactor) {
        try {
            bulkhead.get().turn(session).take();
            return answer(realm, link, good, ofFactor);
        } catch (DatabaseBusyException e) {
            return pages.unavailable();
        } catch (RuntimeException e) {
            session.getTransactionManager().setRollbackOnly();
            LOG.errorf(
                    "The link of a mail could not revoke the app password %s of the realm %s: %s",
                    link.credentialId(), realm.getName(), e.getClass().getName());
            LOG.debug("The failure of the link", e);
            return pages.unavailable();
        }
    }

    private Response answer(
            RealmModel realm,
            NotMeLinks.Reading.Good link,
            BiFunction<UserModel, CredentialModel, Response> good,
            BiFunction<UserModel, NotMeLinks.Reading.Good, Response> ofFactor) {
        UserModel user = new ImportedUsers(session, realm).owner(link.userId());
        if (user == null) {
            return pages.over(null, "", null);
        }
        if (link.isOfSecondFactor()) {
            return ofFactor.apply(user, link);
        }
        CredentialModel stored = user.credentialManager().getStoredCredentialById(link.credentialId());
        return stored == null || !AppPasswordCredentialModel.TYPE.equals(stored.getType())
                ? over(realm, user, link.credentialId())
                : good.apply(user, stored);
    }

    private Response over(RealmModel realm, UserModel user, String credentialId) {
        Optional<AppPasswordHistory> ended = new AppPasswordCredentials(session)
                .historyOf(realm, user).stream()
                        .filter(row -> row.id().equals(credentialId))
                        .findFirst();
        String label = ended.map(row -> Label.harmless(row.label())).orElse("");
        Instant end = ended.map(AppPasswordHistory::end).map(AppPasswordEnd::at).orElse(null);
        return pages.over(user, label, end);
    }

    /**
     * Stops making until an admin takes a factor away; revokes app passwords that were made since the mail. A link from before
     * an admin did that does nothing: otherwise a reader of the mailbox could go on to lock the owner out.
     */
    private Response stop(UserModel user, NotMeLinks.Reading.Good link) {
        String realmId = session.getContext().getRealm().getId();
        OwnTransaction transaction = new OwnTransaction(session.getKeycloakSessionFactory());
        transaction.run("making an owner's row", own -> new AppPasswordOwners(own).make(realmId, user.getId()));
        Optional<List<CredentialModel>> madeSince = transaction.call(
                "stopping the making of app passwords", own -> stop(own, realmId, user.getId(), link.madeAt()));
        if (madeSince.isEmpty()) {
            return pages.stopIsOver(user);
        }
        madeSince.get().forEach(made -> revoke(user, made));
        watchIsOver(realmId, user.getId());
        return pages.stopped(user);
    }

    /**
     * Records the stop under the lock that {@code AppPasswordIssuer} takes: a parallel making on any node is found here, or
     * refused.
     *
     * @return the app passwords that were made since; empty if an admin has taken a factor away since, and nothing was recorded
     */
    private Optional<List<CredentialModel>> stop(KeycloakSession own, String realmId, String userId, Instant since) {
        new AppPasswordOwners(own).lock(userId);
        RealmModel realm = own.realms().getRealm(realmId);
        own.getContext().setRealm(realm);
        FactorNotes notes = new FactorNotes(own);
        FactorHistory history = notes.of(realmId, userId);
        // the time of a link has whole seconds: what the link itself is about must not end it
        if (history.isResetAfter(since.plusSeconds(1))) {
            return Optional.empty();
        }
        if (!history.isStopped()) {
            notes.add(realmId, userId, FactorNote.of(Kind.STOPPED, clock.instant()));
        }
        ImportedUsers users = new ImportedUsers(own, realm);
        UserModel owner = users.owner(userId);
        if (owner == null) {
            return Optional.of(List.of());
        }
        if (owner instanceof CachedUserModel cached) {
            cached.invalidate();
        }
        users.forget(owner);
        return Optional.of(owner.credentialManager()
                .getStoredCredentialsByTypeStream(AppPasswordCredentialModel.TYPE)
                .filter(made -> made.getCreatedDate() == null || made.getCreatedDate() >= since.toEpochMilli())
                .toList());
    }

    /** Whoever made the app password may have its page before them, and must not see the owner's sign-ins there. */
    private void watchIsOver(String realmId, String userId) {
        session.getKeycloakSessionFactory().publish(new WatchOver(realmId, userId));
    }

    private Response revoke(UserModel user, CredentialModel stored) {
        RealmModel realm = session.getContext().getRealm();
        boolean revoked = new RealmWork(session.getKeycloakSessionFactory(), realm.getId())
                .callForOwner("revoking an app password", user.getId(), (own, ownRealm, owner) -> new AppPasswordEnds(
                                own, clock)
                        .end(ownRealm, owner, stored.getId(), EndCause.REVOKED))
                .orElse(false);
        if (!revoked) {
            return over(realm, user, stored.getId());
        }
        watchIsOver(realm.getId(), user.getId());
        boolean askable = new ImportedUsers(session, realm).canBeAskedFor(user.getId());
        String label = Label.harmless(stored.getUserLabel());
        new EventBuilder(realm, session, session.getContext().getConnection())
                .event(EventType.REMOVE_CREDENTIAL)
                .user(askable ? user.getId() : null)
                .detail(EventDetails.USER_ID, askable ? null : user.getId())
                .detail(EventDetails.AUTH_METHOD, EventDetails.APP_PASSWORD)
                .detail(EventDetails.CREDENTIAL_TYPE, AppPasswordCredentialModel.TYPE)
                .detail(EventDetails.CREDENTIAL_ID, stored.getId())
                .detail(EventDetails.CREDENTIAL_LABEL, label)
                .detail(EventDetails.REASON, REASON)
                .success();
        return pages.revoked(user, label);
    }
}
