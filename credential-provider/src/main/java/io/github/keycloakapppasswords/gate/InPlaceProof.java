package io.github.keycloakapppasswords.gate;

import io.github.keycloakapppasswords.proof.Factor;
import io.github.keycloakapppasswords.proof.FactorKind;
import io.github.keycloakapppasswords.proof.WrongAnswers;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.RequiredActionContext;

/**
 * Asks for a second factor without leaving the action, for any browser flow of the realm.
 *
 * <p><b>Security.</b> The account's lock is looked at before any code is ({@link GateStep}), so that the right code of a locked
 * account is refused too. An exception in Keycloak's authenticators is a failure, never a success.
 */
final class InPlaceProof {

    /** Field that says of which kind the answer is. */
    static final String ANSWER = "challenge";

    private static final Logger LOG = Logger.getLogger(InPlaceProof.class);

    private final RequiredActionContext action;
    private final List<Factor> factors;
    private final GatePages pages;
    private final GateStep.AskForFactor step;
    private final WrongAnswers wrongAnswers;

    /**
     * @param factors those that count in this session
     * @param step which kinds to ask for
     */
    InPlaceProof(RequiredActionContext action, List<Factor> factors, GatePages pages, GateStep.AskForFactor step) {
        this.action = action;
        this.factors = factors;
        this.pages = pages;
        this.step = step;
        this.wrongAnswers = new WrongAnswers(action.getSession(), action.getRealm(), action.getUser());
    }

    /** The page that asks for a factor of this kind. */
    Response ask(FactorKind kind) {
        InPlaceFlowContext flow = new InPlaceFlowContext(action, kind);
        authenticator(kind).authenticate(flow);
        return challengeOf(flow);
    }

    /**
     * Judges an answer.
     *
     * @return null if it proves a factor of this kind, otherwise what to show
     */
    @Nullable
    Response judge(FactorKind kind) {
        MultivaluedMap<String, String> fields = action.getHttpRequest().getDecodedFormParameters();
        InPlaceAuthenticator authenticator = authenticator(kind);
        if (!authenticator.accepts(fields)) {
            return ask(kind);
        }
        if (kind == FactorKind.OTP && !wrongAnswers.add()) {
            return pages.refusal(GateStep.Refusal.LOCKED);
        }
        InPlaceFlowContext flow = new InPlaceFlowContext(action, kind);
        try {
            authenticator.action(flow);
        } catch (RuntimeException e) {
            LOG.debugf(e, "The answer to a challenge of type %s could not be read.", kind.type());
            return ask(kind);
        }
        if (!flow.isSuccessful()) {
            return challengeOf(flow);
        }
        wrongAnswers.clear();
        return null;
    }

    private InPlaceAuthenticator authenticator(FactorKind kind) {
        return switch (kind) {
            case OTP -> new InPlaceOtp(action, factors, pages, step);
            case SECURITY_KEY, PASSKEY -> new InPlaceWebAuthn(action, kind, factors, pages, step);
        };
    }

    private Response challengeOf(InPlaceFlowContext flow) {
        Response challenge = flow.challenge();
        return challenge == null ? pages.chooseFactor(step) : challenge;
    }
}
