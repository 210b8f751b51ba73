package io.github.keycloakapppasswords.lifecycle;

import static io.github.keycloakapppasswords.validation.Asking.IMAP;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.stage.KeycloakOnMariaDb;
import io.github.keycloakapppasswords.stage.Waiting;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@link Uses} on MariaDB, whose server and whose database can be taken away. */
@ExtendWith(KeycloakOnMariaDb.class)
class UsesOnMariaDbIT extends Uses {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final KeycloakOnMariaDb.Pair pair;

    UsesOnMariaDbIT(KeycloakOnMariaDb.Pair pair) {
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

    @Test
    void loseOneIntervalAndNothingElseWhenTheServerIsKilled() {
        use(IMAP);
        long first = awaitUse(IMAP).path("usedAt").asLong();
        Waiting.until(PATIENCE, "uses are written while the phone goes on", () -> {
            use(IMAP);
            return fixture.history(alice, phone.id()).path("usedAt").asLong() > first;
        });
        use(IMAP);
        long killed = System.currentTimeMillis();
        pair.keycloak().kill();
        pair.keycloak().start();

        long lost = killed - fixture.history(alice, phone.id()).path("usedAt").asLong();
        assertThat(Duration.ofMillis(lost)).isLessThan(Duration.ofSeconds(INTERVAL_SECONDS + 2));
        assertThat(dovecot.status(name, phone.secret())).isEqualTo(200);
        assertThat(realm.credentialTypes(alice)).contains("app-password");
    }
}
