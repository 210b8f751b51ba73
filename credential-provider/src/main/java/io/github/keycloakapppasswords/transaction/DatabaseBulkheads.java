package io.github.keycloakapppasswords.transaction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.Semaphore;

/**
 * The bulkheads of a server. No kind of caller can take the turns of another kind: a flood of questions does not stop a gateway
 * that reads which app passwords were revoked, and owners do not stop an admin.
 *
 * @param questions of gateways about users, and about the gateways' own access tokens
 * @param feed readers of the feed of changes, and their access tokens
 * @param owners the account REST interface, and the links in mails to owners
 * @param admins the admin REST interface
 */
public record DatabaseBulkheads(
        DatabaseBulkhead questions, DatabaseBulkhead feed, DatabaseBulkhead owners, DatabaseBulkhead admins) {

    /**
     * Makes the bulkheads.
     *
     * @param questionsAtOnce how many questions may query the database at the same time; as many again may wait
     * @param callsAtOnce how many calls of each other kind may query the database at the same time; as many calls may wait, of
     *     all these kinds together, so that the default leaves threads of Keycloak's pool for questions that need no database
     */
    public static DatabaseBulkheads of(int questionsAtOnce, int callsAtOnce) {
        Semaphore waiting = new Semaphore(callsAtOnce);
        return new DatabaseBulkheads(
                new DatabaseBulkhead(questionsAtOnce),
                new DatabaseBulkhead(callsAtOnce, waiting),
                new DatabaseBulkhead(callsAtOnce, waiting),
                new DatabaseBulkhead(callsAtOnce, waiting));
    }

    /** Counts refused requests in Keycloak's own {@code /metrics} if that is enabled. */
    public void export(MeterRegistry registry) {
        export(registry, "question", questions);
        export(registry, "feed", feed);
        export(registry, "owner", owners);
        export(registry, "admin", admins);
    }

    private static void export(MeterRegistry registry, String kind, DatabaseBulkhead bulkhead) {
        FunctionCounter.builder("app_passwords.database.refused", bulkhead, DatabaseBulkhead::refused)
                .description("Requests that were refused, since too many requests of their kind queried the database")
                .tag("kind", kind)
                .register(registry);
    }
}
