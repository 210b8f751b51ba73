package io.github.keycloakapppasswords.directgrant;

import io.github.keycloakapppasswords.credential.AppPasswordCredentialModel;
import io.github.keycloakapppasswords.event.EventDetails;
import io.github.keycloakapppasswords.lifecycle.OpenedSessions;
import io.github.keycloakapppasswords.reporting.ReportingProvider;
import io.github.keycloakapppasswords.term.Label;
import io.github.keycloakapppasswords.term.Protocol;
import io.github.keycloakapppasswords.username.NameComparison;
import io.github.keycloakapppasswords.validation.Submission;
import io.github.keycloakapppasswords.validation.ValidationProvider;
import io.github.keycloakapppasswords.verdict.Attempt;
import io.github.keycloakapppasswords.verdict.Decision;
import io.github.keycloakapppasswords.verdict.LoginIdentity;
import io.github.keycloakapppasswords.verdict.Reason;
import io.github.keycloakapppasswords.verdict.Requester;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuthErrorException;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.AuthenticationFlowError;
import org.keycloak.authentication.Authenticator;
import org.keycloak.events.Details;
import org.keycloak.models.AuthenticatorConfigModel;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.representations.idm.OAuth2ErrorRepresentation;

/**
 * The password grant with an app password: the same verdict as everywhere, then Keycloak's own session and tokens.
 *
 * <p><b>Security.</b> Neither the user nor the attempted name is set before the app password was accepted, so that
 * wrong ones never count against the main login (Keycloak's brute-force protection looks at both). The end user's
 * address is not known here, only the client's: an app password with networks is refused.
 */
final class AppPasswordDirectGrant implements Authenticator {

    private static final int RETRY_AFTER_SECONDS = 10;

    private final KeycloakSession session;

    AppPasswordDirectGrant(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public void authenticate(AuthenticationFlowContext context) {
        ClientModel client = context.getAuthenticationSession().getClient();
        Optional<Protocol> protocol = protocol(context.getAuthenticatorConfig());
        String scope = context.getAuthenticationSession().getClientNote(OIDCLoginProtocol.SCOPE_PARAM);
        Optional<Reason> unfit =
                protocol.isEmpty() ? Optional.of(Reason.FLOW_WITHOUT_PROTOCOL) : ClientRules.refuse(client, scope);
        if (unfit.isPresent()) {
            refuseClient(context, client, unfit.get());
            return;
        }
        MultivaluedMap<String, String> form = context.getHttpRequest().getDecodedFormParameters();
        Submission submission =
                Submission.of(only(form.get("username")), only(form.get("password")), protocol.get(), null);
        Decided decided = decide(context.getRealm(), client, submission);
        switch (decided.decision().verdict()) {
            case OK -> accept(context, client, decided);
            case INVALID -> refuse(context, client, decided, invalid());
            default -> refuse(context, client, decided, unavailable());
        }
    }

    /** An attempt, what became of it, and how long that took. */
    private record Decided(Attempt attempt, Decision decision, Duration took) {}

    private Decided decide(RealmModel realm, ClientModel client, Submission submission) {
        long started = System.nanoTime();
        Decision decision = session.getProvider(ValidationProvider.class)
                .decide(realm, requester(client, submission.attempt()), submission);
        return new Decided(submission.attempt(), decision, Duration.ofNanos(System.nanoTime() - started));
    }

    private static Optional<Protocol> protocol(@Nullable AuthenticatorConfigModel config) {
        String id = config == null ? null : config.getConfig().get(AppPasswordDirectGrantFactory.PROTOCOL);
        try {
            return id == null ? Optional.empty() : Optional.of(Protocol.of(id.strip()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Requester requester(ClientModel client, Attempt attempt) {
        return new Requester(
                client.getClientId(),
                Set.of(attempt.protocol()),
                LoginIdentity.USERNAME,
                NameComparison.BY_PROTOCOL,
                null,
                Requester.DEFAULT_MASTER_USER_SEPARATOR,
                Requester.ClientAddress.OPTIONAL);
    }

    private void accept(AuthenticationFlowContext context, ClientModel client, Decided decided) {
        Decision decision = decided.decision();
        UserModel user = session.users().getUserById(context.getRealm(), Objects.requireNonNull(decision.userId()));
        if (user == null) {
            // Deleted between the decision and here.
            context.failure(AuthenticationFlowError.INVALID_USER, invalid());
            return;
        }
        context.getAuthenticationSession().setUserSessionNote(OpenedSessions.CREDENTIAL_NOTE, decision.credentialId());
        context.getEvent()
                .detail(EventDetails.AUTH_METHOD, EventDetails.APP_PASSWORD)
                .detail(EventDetails.CREDENTIAL_ID, decision.credentialId())
                .detail(EventDetails.CREDENTIAL_LABEL, Label.harmless(decision.label()))
                .detail(EventDetails.PROTOCOL, decided.attempt().protocol().id())
                .detail(EventDetails.GATEWAY, client.getClientId())
                .detail(Details.USERNAME, decision.loginIdentity());
        session.getProvider(ReportingProvider.class)
                .accepted(context.getRealm(), client.getClientId(), decided.attempt(), decision, decided.took());
        context.setUser(user);
        context.success(AppPasswordCredentialModel.TYPE);
    }

    private void refuse(AuthenticationFlowContext context, ClientModel client, Decided decided, Response answer) {
        session.getProvider(ReportingProvider.class)
                .decided(
                        context.getRealm(),
                        client.getClientId(),
                        decided.attempt(),
                        decided.decision(),
                        decided.took());
        context.failure(AuthenticationFlowError.INVALID_CREDENTIALS, answer);
    }

    private void refuseClient(AuthenticationFlowContext context, ClientModel client, Reason reason) {
        String address = context.getConnection().getRemoteAddr();
        session.getProvider(ReportingProvider.class)
                .gatewayRefused(context.getRealm(), client.getClientId(), reason, null, address);
        context.failure(
                AuthenticationFlowError.ACCESS_DENIED,
                error(
                        Status.BAD_REQUEST,
                        OAuthErrorException.UNAUTHORIZED_CLIENT,
                        "Client may not take app passwords"));
    }

    private static @Nullable String only(@Nullable List<String> values) {
        return values != null && values.size() == 1 ? values.get(0) : null;
    }

    private static Response invalid() {
        return error(Status.BAD_REQUEST, OAuthErrorException.INVALID_GRANT, "Invalid user credentials");
    }

    private static Response unavailable() {
        return Response.fromResponse(error(
                        Status.SERVICE_UNAVAILABLE, OAuthErrorException.TEMPORARILY_UNAVAILABLE, "Try again later"))
                .header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS)
                .build();
    }

    private static Response error(Status status, String error, String description) {
        return Response.status(status)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(new OAuth2ErrorRepresentation(error, description))
                .build();
    }

    @Override
    public void action(AuthenticationFlowContext context) {
        // The password grant is one request.
    }

    @Override
    public boolean requiresUser() {
        return false;
    }

    @Override
    public boolean configuredFor(KeycloakSession keycloakSession, RealmModel realm, UserModel user) {
        return true;
    }

    @Override
    public void setRequiredActions(KeycloakSession keycloakSession, RealmModel realm, UserModel user) {
        // A failed login never asks a user to make an app password.
    }

    @Override
    public void close() {
        // Nothing to close.
    }
}
