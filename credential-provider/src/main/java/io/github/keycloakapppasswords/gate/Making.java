package io.github.keycloakapppasswords.gate;

import io.github.keycloakapppasswords.credential.AppPasswordCredential;
import io.github.keycloakapppasswords.credential.AppPasswordCredentialData;
import io.github.keycloakapppasswords.credential.AppPasswordCredentialModel;
import io.github.keycloakapppasswords.credential.EndCause;
import io.github.keycloakapppasswords.event.EventDetails;
import io.github.keycloakapppasswords.lifecycle.DatabaseClock;
import io.github.keycloakapppasswords.policy.Policy;
import io.github.keycloakapppasswords.proof.GateSession;
import io.github.keycloakapppasswords.secret.AppPassword;
import io.github.keycloakapppasswords.store.AppPasswordCredentials;
import io.github.keycloakapppasswords.store.AppPasswordEnds;
import io.github.keycloakapppasswords.store.AppPasswordIssuer;
import io.github.keycloakapppasswords.store.AppPasswordIssuer.IssueRequest;
import io.github.keycloakapppasswords.store.AppPasswordIssuer.Outcome;
import io.github.keycloakapppasswords.term.Label;
import io.github.keycloakapppasswords.watch.Watch;
import io.github.keycloakapppasswords.work.RealmWork;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.events.EventType;
import org.keycloak.models.UserModel;

/**
 * Makes the app password that a form asks for, and shows it.
 *
 * <p><b>Security.</b> Called only at the step {@link GateStep.EnterForm}. The credential's id is the run's own, so that
 * of a form sent several times at once one makes it and the others find it made; a secret is in no other response than
 * that of the request that made it.
 */
final class Making {

    private static final Logger LOG = Logger.getLogger(Making.class);

    private final RequiredActionContext context;
    private final GateSession gate;
    private final GatePages pages;
    private final Clock clock;

    Making(RequiredActionContext context, GateSession gate, GatePages pages, Clock clock) {
        this.context = context;
        this.gate = gate;
        this.pages = pages;
        this.clock = clock;
    }

    /** The one answer that has the secret. */
    interface Revelation {
        Response of(AppPassword secret, AppPasswordCredential made, Policy policy);
    }

    /** Makes the app password and answers with its secret, or shows the errors to correct. */
    Response make(Policy policy, MultivaluedMap<String, String> fields, Revelation revelation) {
        AppPasswordForm.Reading reading = AppPasswordForm.read(fields, policy, clock.instant());
        if (reading instanceof AppPasswordForm.Valid valid) {
            return make(policy, fields, valid, revelation);
        }
        List<AppPasswordForm.FieldError> errors = ((AppPasswordForm.Invalid) reading).errors();
        return pages.form(policy, clock.instant(), fields, errors);
    }

    private Response make(
            Policy policy, MultivaluedMap<String, String> fields, AppPasswordForm.Valid valid, Revelation revelation) {
        // what may fail is read before the app password is made: its page comes once
        pages.prepare();
        Outcome outcome = new AppPasswordIssuer(context.getSession().getKeycloakSessionFactory(), clock)
                .issue(request(policy, valid));
        if (outcome instanceof Outcome.Issued issued) {
            gate.made(issued.credential().id());
            tell(
                    EventType.UPDATE_CREDENTIAL,
                    issued.credential().id(),
                    issued.credential().label());
            return revelation.of(issued.secret(), issued.credential(), policy);
        }
        if (outcome instanceof Outcome.LabelTaken) {
            return refuseLabel(
                    policy, fields, "appPasswordLabelTaken", valid.label().value());
        }
        if (outcome instanceof Outcome.LabelNotStorable) {
            return refuseLabel(policy, fields, "appPasswordLabelNotStorable", null);
        }
        if (outcome instanceof Outcome.Stopped) {
            return pages.refusal(GateStep.Refusal.STOPPED);
        }
        if (outcome instanceof Outcome.AlreadyIssued) {
            gate.made(gate.runId());
            return pages.alreadyMade();
        }
        return pages.refusal(GateStep.Refusal.MAXIMUM_REACHED);
    }

    /**
     * The app password has been made: whatever fails now, the page with the secret must come.
     *
     * @return what the page asks with for the first sign-in; empty if it cannot ask
     */
    Optional<String> watch(String credentialId) {
        try {
            return Optional.of(Watch.begin(
                    context.getSession(),
                    context.getRealm(),
                    gate,
                    context.getUser().getId(),
                    credentialId,
                    new DatabaseClock(clock).shared()));
        } catch (RuntimeException | LinkageError e) {
            LOG.warnf(
                    "The owner of a new app password will not see its first sign-in: %s",
                    e.getClass().getName());
            LOG.debug("The failure of the watch", e);
            return Optional.empty();
        }
    }

    private Response refuseLabel(
            Policy policy, MultivaluedMap<String, String> fields, String key, @Nullable String argument) {
        return pages.form(
                policy,
                clock.instant(),
                fields,
                List.of(new AppPasswordForm.FieldError(AppPasswordForm.LABEL, key, argument)));
    }

    private IssueRequest request(Policy policy, AppPasswordForm.Valid valid) {
        String owner = context.getUser().getId();
        return new IssueRequest(
                context.getRealm().getId(),
                owner,
                gate.runId(),
                valid.label(),
                new AppPasswordCredentialData(valid.protocols(), valid.networks(), valid.expiresAt(), owner, false),
                policy.maximumPerUser(),
                MakerBrowsers.of(context.getSession()));
    }

    /** Revokes the one that this run has made, if it is still there. */
    void revokeMade() {
        UserModel user = context.getUser();
        AppPasswordCredentials credentials = new AppPasswordCredentials(context.getSession());
        gate.made()
                .flatMap(id -> credentials.find(context.getRealm(), user, id))
                .filter(made -> revoke(user, made.id()))
                .ifPresent(made -> tell(EventType.REMOVE_CREDENTIAL, made.id(), made.label()));
    }

    private boolean revoke(UserModel user, String credentialId) {
        return new RealmWork(
                        context.getSession().getKeycloakSessionFactory(),
                        context.getRealm().getId())
                .callForOwner(
                        "revoking an app password", user.getId(), (own, realm, owner) -> new AppPasswordEnds(own, clock)
                                .end(realm, owner, credentialId, EndCause.REVOKED))
                .orElse(false);
    }

    private void tell(EventType type, String credentialId, String label) {
        context.getEvent()
                .clone()
                .event(type)
                .user(context.getUser())
                .detail(EventDetails.AUTH_METHOD, EventDetails.APP_PASSWORD)
                .detail(EventDetails.CREDENTIAL_TYPE, AppPasswordCredentialModel.TYPE)
                .detail(EventDetails.CREDENTIAL_ID, credentialId)
                .detail(EventDetails.CREDENTIAL_LABEL, Label.harmless(label))
                .success();
    }
}
