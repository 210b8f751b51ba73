package io.github.keycloakapppasswords.admin;

import io.github.keycloakapppasswords.credential.AppPasswordCredentialData;
import io.github.keycloakapppasswords.http.JsonAnswers;
import io.github.keycloakapppasswords.policy.InvalidPolicyException;
import io.github.keycloakapppasswords.policy.Offer;
import io.github.keycloakapppasswords.policy.Policy;
import io.github.keycloakapppasswords.store.AppPasswordIssuer;
import io.github.keycloakapppasswords.store.AppPasswordIssuer.IssueRequest;
import io.github.keycloakapppasswords.store.AppPasswordIssuer.Outcome;
import io.github.keycloakapppasswords.store.AppPasswordIssuer.Outcome.Issued;
import jakarta.ws.rs.core.Response.Status;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Issues an app password for a device or a service, which has no second factor to show.
 *
 * <p><b>Security.</b> Decides nothing about which admin may: that is the caller's. The policy's maximum, protocols and
 * lifetimes hold for admins too, and nothing is issued while the policy is invalid or the user disabled.
 */
final class DeviceIssue {

    private final KeycloakSession session;
    private final RealmModel realm;
    private final UserModel user;
    private final Clock clock;

    DeviceIssue(KeycloakSession session, RealmModel realm, UserModel user, Clock clock) {
        this.session = session;
        this.realm = realm;
        this.user = user;
        this.clock = clock;
    }

    /**
     * Issues an app password; it is stored when this method returns.
     *
     * @param adminId the admin
     * @param body the request; see {@link DeviceIssueRequest#read}
     * @throws org.keycloak.services.ErrorResponseException 400 for an invalid request, 409 if it cannot be fulfilled
     */
    Issued issue(String adminId, byte @Nullable [] body) {
        if (!user.isEnabled()) {
            throw JsonAnswers.problem(
                    Status.CONFLICT,
                    "user_disabled",
                    null,
                    "The user is disabled, and an app password would be refused: enable the user first.");
        }
        if (user.getServiceAccountClientLink() != null) {
            throw JsonAnswers.problem(
                    Status.CONFLICT,
                    "service_account",
                    null,
                    "The user is a client's service account, which no gateway accepts: make an ordinary user for the"
                            + " device.");
        }
        Policy policy = policy();
        DeviceIssueRequest request = JsonAnswers.valid(() -> DeviceIssueRequest.read(body, policy, clock.instant()));
        Outcome outcome = new AppPasswordIssuer(session.getKeycloakSessionFactory(), clock)
                .issue(new IssueRequest(
                        realm.getId(),
                        user.getId(),
                        KeycloakModelUtils.generateId(),
                        request.label(),
                        new AppPasswordCredentialData(
                                request.protocols(), request.networks(), request.expiresAt(), adminId, true),
                        policy.maximumPerUser(),
                        null));
        return issued(outcome, request, policy);
    }

    private Policy policy() {
        try {
            Offer offer = Offer.of(session, realm);
            if (offer.state() == Offer.State.NOTHING_IN_COMMON) {
                throw JsonAnswers.problem(
                        Status.CONFLICT,
                        "nothing_on_offer",
                        DeviceIssueRequest.PROTOCOLS,
                        "The policy offers none of the protocols that the realm's gateways serve, so no app password can"
                                + " be made: change \"protocols\" of the policy or of a gateway.");
            }
            return offer.policy();
        } catch (InvalidPolicyException e) {
            throw JsonAnswers.problem(
                    Status.CONFLICT,
                    "policy_invalid",
                    null,
                    "The policy of app passwords is invalid, and no app password can be made until the policy"
                            + " is corrected. " + e.getMessage());
        }
    }

    private static Issued issued(Outcome outcome, DeviceIssueRequest request, Policy policy) {
        if (outcome instanceof Issued issued) {
            return issued;
        }
        if (outcome instanceof Outcome.LabelTaken) {
            throw JsonAnswers.problem(
                    Status.CONFLICT,
                    "label_taken",
                    DeviceIssueRequest.LABEL,
                    "The user has an app password with the label \""
                            + request.label().value() + "\" already, whatever its case: choose another.");
        }
        if (outcome instanceof Outcome.LabelNotStorable) {
            throw JsonAnswers.labelNotStorable(DeviceIssueRequest.LABEL);
        }
        if (outcome instanceof Outcome.MaximumReached) {
            throw JsonAnswers.problem(
                    Status.CONFLICT,
                    "maximum_reached",
                    null,
                    "The user has as many app passwords as the policy allows, which is " + policy.maximumPerUser()
                            + ": revoke one, or raise the maximum.");
        }
        throw new IllegalStateException("The random id of the new credential exists already.");
    }
}
