package io.github.keycloakapppasswords.http;

import io.github.keycloakapppasswords.transaction.DatabaseBulkhead;
import io.github.keycloakapppasswords.transaction.DatabaseBusyException;
import org.keycloak.models.KeycloakSession;

/** Limits the requests of a REST interface that query the database at the same time. */
public final class DatabaseTurns {

    private DatabaseTurns() {}

    /**
     * Takes a turn for the rest of the request. To be called before the database is queried.
     *
     * @throws org.keycloak.services.ErrorResponseException 503 in JSON, if too many requests query the database already
     */
    public static void take(KeycloakSession session, DatabaseBulkhead bulkhead) {
        try {
            bulkhead.turn(session).take();
        } catch (DatabaseBusyException e) {
            throw JsonAnswers.databaseBusy();
        }
    }
}
