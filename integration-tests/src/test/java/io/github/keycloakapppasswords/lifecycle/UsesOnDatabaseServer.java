package io.github.keycloakapppasswords.lifecycle;

import static io.github.keycloakapppasswords.validation.Asking.IMAP;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.stage.KeycloakOnDatabase;
import io.github.keycloakapppasswords.stage.Waiting;
import org.junit.jupiter.api.Test;

/** {@link Uses} on a database server, which can be taken away. */
abstract class UsesOnDatabaseServer extends Uses {

    private final KeycloakOnDatabase.Pair pair;

    UsesOnDatabaseServer(KeycloakOnDatabase.Pair pair) {
        super(pair.keycloak());
        this.pair = pair;
    }

    @Test
    void waitWhileTheDatabaseIsAwayAndHinderNobody() {
        useUntilCached();
        awaitUse(IMAP);
        double failed = fixture.metric("app_passwords_uses_failed_total");
        pair.stopDatabase();
        try {
            use("smtp");
            Waiting.until(
                    PATIENCE, "a write has failed", () -> fixture.metric("app_passwords_uses_failed_total") > failed);
            use("smtp");
            assertThat(fixture.metric("app_passwords_uses_dropped_total")).isZero();
        } finally {
            pair.startDatabase();
        }

        Waiting.until(PATIENCE, "the use is written", () -> fixture.metric("app_passwords_uses_waiting") == 0);
        awaitUse("smtp");
    }
}
