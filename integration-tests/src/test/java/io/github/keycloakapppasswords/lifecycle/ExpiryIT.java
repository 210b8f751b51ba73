package io.github.keycloakapppasswords.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.stage.AppPasswordOnPaper;
import io.github.keycloakapppasswords.stage.KeycloakServer;
import io.github.keycloakapppasswords.stage.NewUser;
import io.github.keycloakapppasswords.stage.Person;
import io.github.keycloakapppasswords.stage.SharedKeycloak;
import io.github.keycloakapppasswords.stage.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@link Expiry} on H2. */
@ExtendWith(SharedKeycloak.class)
class ExpiryIT extends Expiry {

    private static final int MANY = 25;

    /** Thirteen for each, and more for all, before what they have in common was read once. */
    private static final int STATEMENTS_FOR_EACH = 10;

    ExpiryIT(KeycloakServer keycloak) {
        super(keycloak);
    }

    @Test
    void endsManyTogetherWithFewStatementsForEach() {
        Map<Person, AppPasswordOnPaper> due = new LinkedHashMap<>();
        for (int i = 0; i < MANY; i++) {
            Person owner = realm.realm().user(NewUser.named("grace-" + i));
            due.put(owner, realm.appPassword(owner, "phone"));
        }
        due.values().forEach(one -> realm.age(one, "EXPIRES_AT", Instant.now().minusSeconds(1)));
        long before = realm.fixture().work().statements();
        realm.fixture().startJobs();
        Waiting.until(
                Duration.ofSeconds(20),
                "all have ended",
                () -> realm.sql("update APP_PASSWORD set LABEL = LABEL where ENDED_AT is not null and USER_ID in ("
                                + due.keySet().stream()
                                        .map(owner -> "'" + owner.id() + "'")
                                        .collect(Collectors.joining(","))
                                + ")")
                        == MANY);

        assertThat(realm.fixture().work().statements() - before).isLessThanOrEqualTo((long) MANY * STATEMENTS_FOR_EACH);
        due.forEach((owner, one) -> {
            assertThat(realm.endReason(one)).isEqualTo("expired");
            assertThat(realm.endEvents(one)).hasSize(1);
            assertThat(realm.has(owner, one)).isFalse();
        });
    }
}
