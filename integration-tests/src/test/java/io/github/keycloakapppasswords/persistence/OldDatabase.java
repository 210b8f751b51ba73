package io.github.keycloakapppasswords.persistence;

import static io.github.keycloakapppasswords.persistence.OldRealm.BENS_LOST;
import static io.github.keycloakapppasswords.persistence.OldRealm.BENS_PHONE;
import static io.github.keycloakapppasswords.persistence.OldRealm.EXPIRED;
import static io.github.keycloakapppasswords.persistence.OldRealm.FEED_BEGIN;
import static io.github.keycloakapppasswords.persistence.OldRealm.OFFICE;
import static io.github.keycloakapppasswords.persistence.OldRealm.PHONE;
import static io.github.keycloakapppasswords.persistence.OldRealm.REVOKED;
import static io.github.keycloakapppasswords.validation.Asking.IMAP;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.github.keycloakapppasswords.feed.Follower;
import io.github.keycloakapppasswords.stage.AppPasswordOnPaper;
import io.github.keycloakapppasswords.stage.Installation;
import io.github.keycloakapppasswords.stage.Person;
import io.github.keycloakapppasswords.stage.Project;
import io.github.keycloakapppasswords.stage.Realm;
import io.github.keycloakapppasswords.stage.Waiting;
import io.github.keycloakapppasswords.validation.EventLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestClassOrder;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/**
 * A database of the first release, with rows in every table: first with today's JAR, then without what the guide has deleted. JUnit
 * runs a class's own tests before its nested classes.
 */
@TestInstance(Lifecycle.PER_CLASS)
@TestClassOrder(ClassOrderer.OrderAnnotation.class)
abstract class OldDatabase {

    static final Duration PATIENCE = Duration.ofSeconds(30);

    final Installation installation;
    private final String schema;
    final OldRealm old;
    final Realm realm;
    final Person anna;
    private JsonNode asFound = MissingNode.getInstance();

    /** @param schema the file with the tables of the first release for this database */
    OldDatabase(Supplier<Installation> start, String schema) {
        this.schema = schema;
        installation = start.get();
        old = new OldRealm(installation.keycloak());
        realm = old.realm();
        anna = old.anna();
    }

    @BeforeAll
    void upgrade() {
        old.make();
        installation.stopAndExecute(removalOfTables() + OldRealm.resource(schema) + OldRealm.rows());
        installation.putJarIn();
        asFound = old.listed(anna);
        realm.setUp();
    }

    /** What takes today's tables out of the database of the installation; nothing where the JAR has not been in yet. */
    String removalOfTables() {
        return removalOfTheGuide()
                .lines()
                .filter(line -> line.startsWith("drop table"))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static String removalOfTheGuide() {
        try {
            String guide = Files.readString(Project.root().resolve("docs/admin-guide.md"));
            return guide.substring(guide.indexOf("## Removing the extension")).split("```sql|```", 3)[1];
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterAll
    void close() {
        installation.close();
    }

    @Test
    void acceptsItsAppPasswordsAndRecordsTheirUses() {
        assertThat(old.status(PHONE)).isEqualTo(200);
        assertThat(old.status(OFFICE)).isEqualTo(200);

        assertThat(old.fixture()
                        .awaitHistory(anna, PHONE.id(), "its use is written", row -> row.path("usedGateway")
                                .asText()
                                .equals("dovecot"))
                        .path("usedAddress")
                        .asText())
                .isEqualTo("192.0.2.7");
    }

    @Test
    void listsUsesEndsAndRefusalsOfBefore() {
        JsonNode office = byId(asFound.path("appPasswords"), OFFICE.id());
        JsonNode tablet = byId(asFound.path("ended"), REVOKED.id());

        assertThat(office.path("lastUse").path("gateway").asText()).isEqualTo("postfix");
        assertThat(office.path("lastUse").path("address").asText()).isEqualTo("192.0.2.8");
        assertThat(office.path("expiresAt").asText()).startsWith("2099-12-31");
        assertThat(tablet.path("end").path("cause").asText()).isEqualTo("password_set_by_admin");
        assertThat(tablet.path("lastTried").path("address").asText()).isEqualTo("192.0.2.11");
        assertThat(asFound.path("lastRefusal").path("reason").asText()).isEqualTo("revoked");
    }

    private static JsonNode byId(JsonNode list, String id) {
        return StreamSupport.stream(list.spliterator(), false)
                .filter(item -> item.path("id").asText().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void keepsOwnersSuspended() {
        assertThat(byId(old.listed(old.ben()).path("appPasswords"), BENS_PHONE.id())
                        .path("state")
                        .asText())
                .isEqualTo("suspended");
        assertThat(old.dovecot().status(old.ben().username(), BENS_PHONE.secret()))
                .isEqualTo(401);
        new EventLog(realm).await("LOGIN_ERROR", "suspended");
    }

    @Test
    void doesWorkThatWasLeft() {
        assertThat(old.dovecot().status(old.ben().username(), BENS_LOST.secret()))
                .isEqualTo(401);
        Waiting.until(PATIENCE, "the credential is removed", () -> {
            old.fixture().doPendingWork();
            return !realm.credentials(old.ben()).findValuesAsText("id").contains(BENS_LOST.id());
        });

        assertThat(byId(old.listed(old.ben()).path("ended"), BENS_LOST.id())
                        .path("end")
                        .path("cause")
                        .asText())
                .isEqualTo("revoked");
    }

    @Test
    void goesOnWithItsFeed() {
        JsonNode change =
                Follower.goingOn(realm, old.dovecotGateway(), FEED_BEGIN).await("revoked", anna.username());

        assertThat(change.path("protocols").toString()).isEqualTo("[\"imap\"]");
    }

    @Test
    void keepsWhatStillCountsAndForgetsWhatIsTooOld() {
        old.fixture().sweep();

        assertThat(old.rows("APP_PASSWORD_NETWORK", "CREDENTIAL_ID = '" + PHONE.id() + "'"))
                .isEqualTo(1);
        assertThat(old.rows(
                        "APP_PASSWORD_FACTOR",
                        "KIND = 'removed' and USER_ID = '" + old.ben().id() + "'"))
                .isEqualTo(1);
        assertThat(old.rows("APP_PASSWORD_FACTOR", "NOTED_AT = 1")).isZero();
        assertThat(old.fixture().sql("update APP_PASSWORD_NODE set NAME = NAME where NAME = 'old-node'"))
                .isZero();
    }

    @Test
    void itsLimitsHold() {
        assertThat(old.dovecot().forClientAt("198.51.100.1").status("anna", OFFICE.secret()))
                .isEqualTo(401);
        assertThat(old.status(EXPIRED)).isEqualTo(401);
        new EventLog(realm).await("LOGIN_ERROR", "network_not_allowed");
        new EventLog(realm).await("LOGIN_ERROR", "expired");
    }

    @Test
    void whatWasRevokedIsRecognised() {
        String address = "192.0.2.99";
        assertThat(old.dovecot().forClientAt(address).status(anna.username(), REVOKED.secret()))
                .isEqualTo(401);

        assertThat(new EventLog(realm)
                        .ofClientsAt(address)
                        .await("LOGIN_ERROR", "revoked")
                        .path("details")
                        .path("credential_label")
                        .asText())
                .isEqualTo("altes Tablet");
    }

    @Test
    void itsAppPasswordsAreListedAndEndWhenTheirTimeHasCome() {
        old.fixture().sweep();
        Waiting.until(PATIENCE, "the job has ended the expired one", () -> {
            old.fixture().startJobs();
            return !realm.credentials(anna).findValuesAsText("id").contains(EXPIRED.id());
        });

        JsonNode listed = old.listed(anna);
        assertThat(listed.path("appPasswords").findValuesAsText("label")).contains("Annas Telefon", "b\u00fcro");
        assertThat(listed.path("appPasswords").findValuesAsText("state")).containsOnly("active");
        assertThat(listed.path("ended").findValuesAsText("label")).contains("Reise", "altes Tablet");
        assertThat(listed.path("ended").findValuesAsText("cause")).contains("expired", "password_set_by_admin");
    }

    @Test
    void whoHadNotMovedIsStillListed() {
        JsonNode notMoved = realm.admin().get(realm.path("/app-passwords/not-moved?days=3650"));

        assertThat(notMoved.findValuesAsText("username")).contains("anna");
    }

    @Test
    void newOnesAreMadeBesideTheOld() {
        AppPasswordOnPaper tablet = realm.appPassword(anna, "tablet", IMAP);

        assertThat(old.status(tablet)).isEqualTo(200);
        realm.revoke(anna, tablet.id());
        assertThat(old.status(tablet)).isEqualTo(401);
    }

    /** By the statements of the admin guide. */
    @Nested
    @Order(2)
    @TestInstance(Lifecycle.PER_CLASS)
    class ThenWithoutItsData {

        @BeforeAll
        void deleteThem() {
            installation.stopAndExecute(removalOfTheGuide());
            // It would not start if a table was left.
            installation.putJarIn();
        }

        @Test
        void nothingIsLeft() {
            assertThat(realm.credentialTypes(anna)).containsExactly("password");
            assertThat(old.listed(anna).path("ended")).isEmpty();
            assertThat(realm.admin().get(realm.path("/app-passwords/gateways")).toString())
                    .doesNotContain("dovecot");
            old.assertLoggedIn(anna);
        }
    }
}
