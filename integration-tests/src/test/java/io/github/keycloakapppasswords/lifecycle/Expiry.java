package io.github.keycloakapppasswords.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.keycloakapppasswords.stage.AppPasswordOnPaper;
import io.github.keycloakapppasswords.stage.KeycloakServer;
import io.github.keycloakapppasswords.stage.Person;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** App passwords that end by themselves. Each test has a user of its own. */
abstract class Expiry extends WithLifeRealm {

    private static final Duration YEAR = Duration.ofDays(365);
    private static final Duration MONTH = Duration.ofDays(30);

    private final Instant now = Instant.now();

    Expiry(KeycloakServer keycloak) {
        super(keycloak, Map.of());
    }

    @Test
    void endsOneWhoseTimeHasComeAndSaysSo() {
        Person alice = user("alice");
        AppPasswordOnPaper phone = realm.realm()
                .appPassword(alice, "phone", List.of(), now.minusSeconds(1).toString(), "imap");
        AppPasswordOnPaper tablet = realm.realm()
                .appPassword(alice, "tablet", List.of(), now.plus(YEAR).toString(), "imap");
        assertThat(realm.status(alice, phone)).isEqualTo(401);
        realm.awaitRefusal(alice, "expired");

        realm.awaitEnd(alice, phone);

        JsonNode told = realm.endEvent(phone).orElseThrow();
        assertThat(told.path("userId").asText()).isEqualTo(alice.id());
        assertThat(told.path("details").path("reason").asText()).isEqualTo("expired");
        assertThat(told.path("details").path("credential_type").asText()).isEqualTo("app-password");
        assertThat(told.path("details").path("credential_label").asText()).isEqualTo("phone");
        assertThat(realm.status(alice, tablet)).isEqualTo(200);
        assertThat(cause(phone, "expired")).isEqualTo(1);
    }

    @Test
    void endsWhatIsIdleOrWasNeverUsedAndLeavesTimeForUsesOnTheirWay() {
        Person bob = user("bob");
        AppPasswordOnPaper idle = realm.appPassword(bob, "idle");
        realm.age(idle, "USED_AT", now.minus(YEAR).minus(Duration.ofHours(2)));
        AppPasswordOnPaper almostIdle = realm.appPassword(bob, "almost idle");
        realm.age(almostIdle, "USED_AT", now.minus(YEAR).minus(Duration.ofMinutes(30)));
        AppPasswordOnPaper old = realm.appPassword(bob, "made long ago, used lately");
        realm.age(old, "WATCHED_SINCE", now.minus(YEAR));
        realm.age(old, "USED_AT", now.minus(MONTH));
        AppPasswordOnPaper almostForgotten = realm.appPassword(bob, "almost forgotten");
        realm.age(almostForgotten, "WATCHED_SINCE", now.minus(MONTH).minus(Duration.ofMinutes(30)));
        // of the last rule: when it is gone too, the others have been looked at
        AppPasswordOnPaper forgotten = realm.appPassword(bob, "forgotten");
        realm.age(forgotten, "WATCHED_SINCE", now.minus(MONTH).minus(Duration.ofHours(2)));

        realm.awaitEnd(bob, idle);
        realm.awaitEnd(bob, forgotten);

        assertThat(realm.endReason(idle)).isEqualTo("idle");
        assertThat(realm.endReason(forgotten)).isEqualTo("never_used");
        for (AppPasswordOnPaper kept : List.of(almostIdle, old, almostForgotten)) {
            assertThat(realm.status(bob, kept)).isEqualTo(200);
        }
    }

    /** The settings that an admin meant are not known then, and what has ended does not come back. */
    @Test
    void endsNoneForDisuseWhileThePolicyIsInvalid() {
        Person erin = user("erin");
        AppPasswordOnPaper idle = realm.appPassword(erin, "idle");
        realm.age(idle, "USED_AT", now.minus(YEAR).minus(MONTH));
        AppPasswordOnPaper forgotten = realm.appPassword(erin, "forgotten");
        realm.age(forgotten, "WATCHED_SINCE", now.minus(YEAR));
        AppPasswordOnPaper due = realm.appPassword(erin, "due");
        realm.realm().policyUnchecked(Map.of("idle-expiry-days", "0", "freshness-seconds", "soon"));
        try {
            realm.age(due, "EXPIRES_AT", now.minusSeconds(1));
            realm.awaitEnd(erin, due);
            // another round: the first may have begun before the policy was changed
            AppPasswordOnPaper dueLater = realm.appPassword(erin, "due later");
            realm.age(dueLater, "EXPIRES_AT", now.minusSeconds(1));
            realm.awaitEnd(erin, dueLater);
            assertThat(realm.has(erin, idle)).isTrue();
            assertThat(realm.has(erin, forgotten)).isTrue();
        } finally {
            realm.realm().policy(Map.of());
        }
        realm.awaitEnd(erin, forgotten);
    }

    @Test
    void isNotKeptByAUserWhoCannotBeFound() {
        Person dave = user("dave");
        AppPasswordOnPaper lost = realm.appPassword(dave, "of nobody");
        realm.sql("update APP_PASSWORD set USER_ID = 'nobody', EXPIRES_AT = 1 where ID = '" + lost.id() + "'");
        AppPasswordOnPaper phone = realm.appPassword(dave, "phone");
        realm.age(phone, "EXPIRES_AT", now.minusSeconds(1));

        realm.awaitEnd(dave, phone);

        assertThat(realm.endReason(phone)).isEqualTo("expired");
        realm.sql("delete from APP_PASSWORD where ID = '" + lost.id() + "'");
    }

    /** How many rows say so: one or none. */
    private int cause(AppPasswordOnPaper password, String cause) {
        return realm.sql("update APP_PASSWORD set END_CAUSE = END_CAUSE where ID = '" + password.id()
                + "' and END_CAUSE = '" + cause + "' and ENDED_AT is not null");
    }
}
