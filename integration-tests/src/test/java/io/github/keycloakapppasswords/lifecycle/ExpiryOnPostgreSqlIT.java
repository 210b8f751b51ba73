package io.github.keycloakapppasswords.lifecycle;

import io.github.keycloakapppasswords.stage.AppPasswordOnPaper;
import io.github.keycloakapppasswords.stage.KeycloakOnPostgreSql;
import io.github.keycloakapppasswords.stage.KeycloakServer;
import io.github.keycloakapppasswords.stage.Person;
import io.github.keycloakapppasswords.stage.Waiting;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@link Expiry} on PostgreSQL. */
@ExtendWith(KeycloakOnPostgreSql.class)
class ExpiryOnPostgreSqlIT extends Expiry {

    ExpiryOnPostgreSqlIT(KeycloakServer keycloak) {
        super(keycloak);
    }

    /** PostgreSQL cannot clear up behind a transaction that is open, and other requests lack its connection. */
    @Test
    void theJobHoldsNoTransactionWhileAnEndOfItWaits() {
        Person frida = user("frida");
        AppPasswordOnPaper due = realm.appPassword(frida, "due");
        realm.age(due, "EXPIRES_AT", Instant.now().minusSeconds(1));
        realm.fixture().hold("select ID from APP_PASSWORD where ID = '" + due.id() + "' for update");
        try {
            realm.runJobsUntil("the job waits for the test", realm.fixture()::isAnyoneWaiting);

            Waiting.until(
                    Duration.ofSeconds(10),
                    "only the test's own transaction is idle",
                    () -> realm.sql("update MIGRATION_MODEL set VERSION = VERSION"
                                    + " where (select count(*) from pg_stat_activity"
                                    + " where state = 'idle in transaction' and datname = current_database()) = 1")
                            > 0);
        } finally {
            realm.fixture().release();
        }
        realm.awaitEnd(frida, due);
    }
}
