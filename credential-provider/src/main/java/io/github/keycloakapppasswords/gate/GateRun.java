package io.github.keycloakapppasswords.gate;

import io.github.keycloakapppasswords.appleprofile.ProfileSigner;
import io.github.keycloakapppasswords.credential.AppPasswordCredential;
import io.github.keycloakapppasswords.policy.Offer;
import io.github.keycloakapppasswords.policy.Policy;
import io.github.keycloakapppasswords.proof.Enrolment;
import io.github.keycloakapppasswords.proof.Factor;
import io.github.keycloakapppasswords.proof.FactorKind;
import io.github.keycloakapppasswords.proof.GateSession;
import io.github.keycloakapppasswords.proof.UserFactors;
import io.github.keycloakapppasswords.secret.AppPassword;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.models.Constants;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionProviderModel;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.services.resources.LoginActionsService;
import org.keycloak.services.util.AuthenticationFlowURLHelper;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Handles one request within the action: finds the user's current step, does the requested action if that step allows it, and
 * shows the step after it.
 */
final class GateRun {

    private static final String SET_UP = "setup";
    private static final String FACTOR = "factor";
    private static final String OTHER_WAY = "tryAnotherWay";
    private static final String CREATE = "create";
    private static final String PROFILE = "profile";
    private static final String DOWNLOAD = "download";
    private static final String REPLACE = "replace";
    private static final String FINISH = "finish";
    private static final String SIGN_IN_AGAIN = "signInAgain";

    private final RequiredActionContext context;
    private final Instant now;
    private final GateSession gate;
    private final GatePages pages;
    private final Making making;
    private final Profiles profiles;
    private final GateSituations situations;

    GateRun(RequiredActionContext context, Clock clock, ProfileSigner signer) {
        this.context = context;
        this.now = clock.instant();
        this.gate = GateSession.of(context);
        this.profiles = new Profiles(context, gate, signer, now);
        this.pages = new GatePages(context, gate, profiles, now);
        this.making = new Making(context, gate, pages, clock);
        this.situations = new GateSituations(context, gate, now);
    }

    /** Shows the page for where the user stands. */
    void show() {
        GateStep step = step();
        if (step instanceof GateStep.Ignore) {
            context.ignore();
            return;
        }
        context.challenge(page(step));
    }

    /** Does what a form asks, if the user stands where that form is. */
    void process() {
        GateStep step = step();
        MultivaluedMap<String, String> fields = context.getHttpRequest().getDecodedFormParameters();
        if (step instanceof GateStep.Ignore) {
            context.cancel();
        } else if (step instanceof GateStep.AlreadyMade && fields.containsKey(FINISH)) {
            gate.endRun();
            context.success();
        } else {
            context.challenge(answer(step, fields));
        }
    }

    private Response answer(GateStep step, MultivaluedMap<String, String> fields) {
        if (step instanceof GateStep.AskForFactor ask) {
            return answer(ask, fields);
        }
        if (step instanceof GateStep.OfferSetUp offer) {
            return answer(offer, fields);
        }
        if (step instanceof GateStep.EnterForm && fields.containsKey(CREATE)) {
            return making.make(policy(), fields, this::reveal);
        }
        if (step instanceof GateStep.EnterForm && (fields.containsKey(PROFILE) || fields.containsKey(DOWNLOAD))) {
            return profile(fields);
        }
        if (step instanceof GateStep.AlreadyMade && fields.containsKey(REPLACE)) {
            return replace();
        }
        if (step instanceof GateStep.Refuse refusal) {
            return answer(refusal, fields);
        }
        return page(step);
    }

    /** The page before the download, which makes nothing yet; from there, the file. */
    private Response profile(MultivaluedMap<String, String> fields) {
        Policy policy = policy();
        if (!profiles.isOffered(policy)) {
            return pages.form(policy, now);
        }
        AppPasswordForm.Reading reading = AppPasswordForm.read(fields, policy, now);
        if (reading instanceof AppPasswordForm.Invalid invalid) {
            return pages.form(policy, now, fields, invalid.errors());
        }
        AppPasswordForm.Valid valid = (AppPasswordForm.Valid) reading;
        if (profiles.servers(policy, valid.protocols()).isEmpty()) {
            return pages.form(policy, now, fields, Profiles.NOTHING_TO_SET_UP);
        }
        return fields.containsKey(DOWNLOAD)
                ? making.make(policy, fields, (secret, made, inForce) -> profiles.file(secret, made, inForce)
                        .orElseGet(() -> reveal(secret, made, inForce)))
                : profiles.page(pages, policy, valid, fields);
    }

    private Response reveal(AppPassword secret, AppPasswordCredential made, Policy policy) {
        return pages.reveal(secret, made, policy, making.watch(made.id()));
    }

    private Response answer(GateStep.AskForFactor step, MultivaluedMap<String, String> fields) {
        if (fields.containsKey(OTHER_WAY)) {
            return pages.chooseFactor(step);
        }
        Optional<FactorKind> chosen = kind(fields, FACTOR, step.kinds());
        if (chosen.isPresent()) {
            gate.preferred(chosen.get());
            return proof(step).ask(chosen.get());
        }
        Optional<FactorKind> answered = kind(fields, InPlaceProof.ANSWER, step.kinds());
        if (answered.isEmpty()) {
            return page(step);
        }
        Response again = proof(step).judge(answered.get());
        if (again != null) {
            return again;
        }
        gate.completed(answered.get().type(), now);
        return page(step());
    }

    private Response answer(GateStep.OfferSetUp step, MultivaluedMap<String, String> fields) {
        Optional<RequiredActionProviderModel> enrolment =
                kind(fields, FACTOR, step.kinds()).flatMap(situations::enrolment);
        if (enrolment.isPresent() && fields.containsKey(SET_UP)) {
            return new Enrolment(context, gate).begin(enrolment.get());
        }
        if (step.situation() == GateStep.Having.PROVIDER && fields.containsKey(SIGN_IN_AGAIN)) {
            return signInAgain(GateStep.Refusal.SIGN_IN_AT_PROVIDER);
        }
        return page(step);
    }

    private Response answer(GateStep.Refuse step, MultivaluedMap<String, String> fields) {
        String locked = situations.lockedError();
        if (locked != null && fields.containsKey(InPlaceProof.ANSWER)) {
            context.getEvent().clone().user(context.getUser()).error(locked);
        }
        if (step.reason().isEndedBySigningIn() && fields.containsKey(SIGN_IN_AGAIN)) {
            return signInAgain(step.reason());
        }
        return page(step);
    }

    /** Revokes the app password whose page was lost; the user starts over with a new run. */
    private Response replace() {
        making.revokeMade();
        gate.endRun();
        gate.message("appPasswordReplaced");
        return page(step());
    }

    /** Back to the start of the realm's browser flow, which then leads here again. */
    private Response signInAgain(GateStep.Refusal reason) {
        AuthenticationSessionModel authSession = context.getAuthenticationSession();
        if (reason == GateStep.Refusal.SIGN_IN_AT_PROVIDER) {
            // Keycloak passes it on; without it, a provider with its own session would answer the same as before
            authSession.setClientNote(OIDCLoginProtocol.PROMPT_PARAM, OIDCLoginProtocol.PROMPT_VALUE_LOGIN);
        }
        AuthenticationProcessor.resetFlow(authSession, LoginActionsService.AUTHENTICATE_PATH);
        authSession.removeClientNote(Constants.KC_ACTION_EXECUTING);
        RealmModel realm = context.getRealm();
        return Response.status(Response.Status.FOUND)
                .location(new AuthenticationFlowURLHelper(context.getSession(), realm, context.getUriInfo())
                        .getLastExecutionUrl(authSession))
                .build();
    }

    private Response page(GateStep step) {
        if (step instanceof GateStep.Refuse refusal) {
            return pages.refusal(refusal.reason());
        }
        if (step instanceof GateStep.Wait wait) {
            return pages.wait(wait);
        }
        if (step instanceof GateStep.AskForFactor ask) {
            return proof(ask)
                    .ask(gate.preferred()
                            .filter(ask.kinds()::contains)
                            .orElse(ask.kinds().get(0)));
        }
        if (step instanceof GateStep.OfferSetUp offer) {
            return pages.offerSetUp(offer, situations.setUpCountsFrom());
        }
        if (step instanceof GateStep.EnterForm) {
            // made up before anything can be sent: submits at once are then of the same run
            gate.runId();
            return pages.form(policy(), now);
        }
        return pages.alreadyMade();
    }

    private InPlaceProof proof(GateStep.AskForFactor step) {
        List<Factor> factors =
                situations.counting(UserFactors.of(context.getSession(), context.getRealm(), context.getUser())
                        .all());
        return new InPlaceProof(context, factors, pages, step);
    }

    /** The user's current step; a user need not prove a second factor for an app password that no gateway would accept. */
    private GateStep step() {
        gate.notRefused();
        GateStep step = GateStep.of(situations.now());
        return step.leadsToOne() && offer().state() == Offer.State.NOTHING_IN_COMMON
                ? new GateStep.Refuse(GateStep.Refusal.NOTHING_ON_OFFER)
                : step;
    }

    private Policy policy() {
        return offer().policy();
    }

    private Offer offer() {
        return Offer.of(context.getSession(), context.getRealm());
    }

    private static Optional<FactorKind> kind(
            MultivaluedMap<String, String> fields, String field, List<FactorKind> allowed) {
        return Optional.ofNullable(fields.getFirst(field))
                .flatMap(FactorKind::ofType)
                .filter(allowed::contains);
    }
}
