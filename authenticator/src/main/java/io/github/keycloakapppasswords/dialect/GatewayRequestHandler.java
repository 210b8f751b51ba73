package io.github.keycloakapppasswords.dialect;

import io.github.keycloakapppasswords.dialect.Dialect.Question;
import io.github.keycloakapppasswords.feed.ChangesAnswer;
import io.github.keycloakapppasswords.gatewayauth.GatewayAuthenticator;
import io.github.keycloakapppasswords.gatewayauth.GatewayAuthenticator.Outcome;
import io.github.keycloakapppasswords.gatewayauth.GatewayCredential;
import io.github.keycloakapppasswords.http.InvalidRequestException;
import io.github.keycloakapppasswords.http.JsonAnswers;
import io.github.keycloakapppasswords.http.RequestContent;
import io.github.keycloakapppasswords.reporting.ReportingProvider;
import io.github.keycloakapppasswords.transaction.DatabaseBulkhead;
import io.github.keycloakapppasswords.transaction.DatabaseBulkheads;
import io.github.keycloakapppasswords.transaction.DatabaseBusyException;
import io.github.keycloakapppasswords.validation.SeldomLog;
import io.github.keycloakapppasswords.validation.Submission;
import io.github.keycloakapppasswords.validation.ValidationProvider;
import io.github.keycloakapppasswords.verdict.Decision;
import io.github.keycloakapppasswords.verdict.Reason;
import io.github.keycloakapppasswords.verdict.Requester;
import io.github.keycloakapppasswords.verdict.Verdict;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.headers.SecurityHeadersProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakTransactionManager;
import org.keycloak.models.RealmModel;

/**
 * Handles one request of a gateway in any dialect: authenticates the gateway, decides, reports, and delays an answer whose time
 * could show which users exist.
 *
 * <p>The gateway is authenticated before its question is read, and an unauthenticated gateway gets "unavailable" for every
 * question: a mail server reads any other answer as "the user's password is wrong", and the user's device drops the password.
 */
public final class GatewayRequestHandler {

    private static final Logger LOG = Logger.getLogger(GatewayRequestHandler.class);
    private static final SeldomLog NOT_ANSWERED =
            new SeldomLog(LOG, "A gateway could not be answered, the store failed");
    private static final SeldomLog NOT_AUTHENTICATED =
            new SeldomLog(LOG, "A gateway could not be authenticated, the store failed");

    private static final String CLIENT_ID = "client_id";

    private final KeycloakSession session;
    private final RealmModel realm;
    private final GatewayAuthenticator gateways;

    public GatewayRequestHandler(KeycloakSession session, GatewayAuthenticator gateways) {
        this.session = session;
        this.realm = session.getContext().getRealm();
        this.gateways = gateways;
    }

    /** The session's request with this body. */
    public Request request(byte @Nullable [] body) {
        List<String> clientIds =
                session.getContext().getUri().getQueryParameters().get(CLIENT_ID);
        return new Request(
                session.getContext().getHttpRequest().getHttpHeaders(),
                clientIds == null ? List.of() : clientIds,
                body == null ? new byte[0] : body);
    }

    /** Answers the request in its dialect. */
    public CompletionStage<Response> answer(Dialect dialect) {
        long started = System.nanoTime();
        allowEmptyAnswers();
        Outcome outcome = authenticate(dialect.credential(), bulkheads().questions());
        if (outcome instanceof Outcome.Refused refused) {
            report(refused.clientId(), refused.reason(), refused.problem());
            return now(dialect.refusal(refused.reason().verdict()));
        }
        Outcome.Authenticated gateway = (Outcome.Authenticated) outcome;
        try {
            Optional<Question> question = dialect.question(gateway.settings());
            return question.isPresent()
                    ? answer(dialect, gateway, question.get(), started)
                    : now(dialect.refusal(Verdict.INVALID));
        } catch (InvalidRequestException e) {
            Reason reason = e instanceof MissingBackendException
                    ? Reason.GATEWAY_BACKEND_MISSING
                    : Reason.GATEWAY_REQUEST_MALFORMED;
            report(gateway.requester().clientId(), reason, e.sentence());
            return now(dialect.malformed(e));
        }
    }

    /** Answers a request whose content type cannot be read, in its dialect. */
    public Response unreadable(Dialect dialect) {
        allowEmptyAnswers();
        return unreadable(dialect.credential(), dialect::refusal, dialect::malformed);
    }

    /** Answers a gateway's request for something else than a verdict, whose content type cannot be read. */
    public Response unreadable(GatewayCredential credential) {
        return unreadable(credential, ChangesAnswer::refusal, JsonAnswers::invalid);
    }

    private Response unreadable(
            GatewayCredential credential,
            Function<Verdict, Response> refusal,
            Function<InvalidRequestException, Response> malformed) {
        Outcome outcome = authenticate(credential, bulkheads().questions());
        if (outcome instanceof Outcome.Refused refused) {
            report(refused.clientId(), refused.reason(), null);
            return refusal.apply(refused.reason().verdict());
        }
        InvalidRequestException problem =
                new InvalidRequestException(Status.UNSUPPORTED_MEDIA_TYPE, null, RequestContent.REFUSAL);
        report(
                ((Outcome.Authenticated) outcome).requester().clientId(),
                Reason.GATEWAY_REQUEST_MALFORMED,
                problem.sentence());
        return malformed.apply(problem);
    }

    private CompletionStage<Response> answer(
            Dialect dialect, Outcome.Authenticated gateway, Question question, long started) {
        Submission submission = question.submission();
        String name = submission.attempt().name();
        if (name != null) {
            submission = submission.named(gateway.settings().withoutDomainPrefix(name));
        }
        Decision decision =
                session.getProvider(ValidationProvider.class).decide(realm, gateway.requester(), submission);
        session.getProvider(ReportingProvider.class)
                .decided(
                        realm,
                        gateway.requester().clientId(),
                        submission.attempt(),
                        decision,
                        Duration.ofNanos(System.nanoTime() - started));
        Verdict verdict = decision.verdict();
        Response answer = verdict == Verdict.OK ? question.yes().apply(decision) : dialect.refusal(verdict);
        boolean couldTell = decision.looked() && verdict == Verdict.INVALID;
        return couldTell ? hold(answer, started) : now(answer);
    }

    /**
     * Nothing of the request's is needed while the answer waits. Keycloak 26.7 ends the transaction, and gives its
     * connection back, when a method returns a stage; Keycloak 26.6 does so when the answer has been sent.
     */
    private CompletionStage<Response> hold(Response answer, long started) {
        KeycloakTransactionManager transaction = session.getTransactionManager();
        if (transaction.isActive() && !transaction.getRollbackOnly()) {
            transaction.commit();
        }
        return RefusalFloor.hold(answer, started);
    }

    /**
     * Answers a gateway's request for changes.
     *
     * @param answer the answer; it may throw {@link DatabaseBusyException} and {@link InvalidRequestException}
     */
    public Response changes(GatewayCredential credential, Function<Requester, Response> answer) {
        Outcome outcome = authenticate(credential, bulkheads().feed());
        if (outcome instanceof Outcome.Refused refused) {
            report(refused.clientId(), refused.reason(), refused.problem());
            return ChangesAnswer.refusal(refused.reason().verdict());
        }
        Requester requester = ((Outcome.Authenticated) outcome).requester();
        try {
            return answer.apply(requester);
        } catch (InvalidRequestException e) {
            return JsonAnswers.invalid(e);
        } catch (DatabaseBusyException e) {
            report(requester.clientId(), Reason.DATABASE_BUSY, null);
            return ChangesAnswer.refusal(Verdict.UNAVAILABLE);
        } catch (RuntimeException | LinkageError e) {
            NOT_ANSWERED.failed(e);
            session.getTransactionManager().setRollbackOnly();
            return ChangesAnswer.refusal(Verdict.UNAVAILABLE);
        }
    }

    private void report(@Nullable String clientId, Reason reason, @Nullable String problem) {
        String address = session.getContext().getConnection().getRemoteAddr();
        session.getProvider(ReportingProvider.class).gatewayRefused(realm, clientId, reason, problem, address);
    }

    private DatabaseBulkheads bulkheads() {
        return session.getProvider(ValidationProvider.class).bulkheads();
    }

    private Outcome authenticate(GatewayCredential credential, DatabaseBulkhead bulkhead) {
        if (!realm.isEnabled()) {
            return new Outcome.Refused(Reason.REALM_DISABLED, null);
        }
        boolean https =
                "https".equals(session.getContext().getUri().getBaseUri().getScheme());
        if (!https && realm.getSslRequired().isRequired(session.getContext().getConnection())) {
            return new Outcome.Refused(Reason.HTTPS_REQUIRED, null);
        }
        try {
            return gateways.authenticate(session, realm, credential, bulkhead);
        } catch (DatabaseBusyException e) {
            return new Outcome.Refused(Reason.DATABASE_BUSY, null);
        } catch (RuntimeException | LinkageError e) {
            NOT_AUTHENTICATED.failed(e);
            session.getTransactionManager().setRollbackOnly();
            return new Outcome.Refused(Reason.STORE_FAILED, null);
        }
    }

    /** Keycloak 26.6 looks at answers that come by a stage, and makes 500 of those without a type, but for some statuses. */
    private void allowEmptyAnswers() {
        session.getProvider(SecurityHeadersProvider.class).options().allowEmptyContentType();
    }

    private static CompletionStage<Response> now(Response answer) {
        return CompletableFuture.completedFuture(answer);
    }
}
