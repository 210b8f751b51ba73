package io.github.keycloakapppasswords.http;

import io.github.keycloakapppasswords.transaction.DatabaseBulkhead;
import io.github.keycloakapppasswords.transaction.DatabaseBusyException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response.Status;
import org.keycloak.models.KeycloakSession;

/** Limits the requests of a REST interface that query the database at the same time. */
public final class DatabaseTurns {

    private static final String RETRY_AFTER_SECONDS = "10";

    private DatabaseTurns() {}

    /**
     * Takes a turn for the rest of the request. To be called before the database is queried.
     *
     * @throws org.keycloak.services.ErrorResponseException 503 with {@code Retry-After}, if too many requests query the database
     *     already: nothing was changed, and the same request may succeed a moment later
     */
    public static void take(KeycloakSession session, DatabaseBulkhead bulkhead) {
        try {
            bulkhead.turn(session).take();
        } catch (DatabaseBusyException e) {
            session.getContext().getHttpResponse().setHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
            throw JsonAnswers.problem(
                    Status.SERVICE_UNAVAILABLE,
                    "database_busy",
                    null,
                    "Too many requests query the database at the moment. Nothing was changed: try again in some seconds.");
        }
    }
}
