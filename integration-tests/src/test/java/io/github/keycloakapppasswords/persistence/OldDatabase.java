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
import io.github.keycloakapppasswords.stage.Gateway;
import io.github.keycloakapppasswords.stage.HttpAnswer;
import io.github.keycloakapppasswords.stage.Installation;
import io.github.keycloakapppasswords.stage.NewUser;
import io.github.keycloakapppasswords.stage.Person;
import io.github.keycloakapppasswords.stage.Project;
import io.github.keycloakapppasswords.stage.Realm;
import io.github.keycloakapppasswords.stage.Waiting;
import io.github.keycloakapppasswords.validation.Asking;
import io.github.keycloakapppasswords.validation.Clients;
import io.github.keycloakapppasswords.validation.EventLog;
import io.github.keycloakapppasswords.validation.Kcadm;
import io.github.keycloakapppasswords.validation.Tokens;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/**
 * A database of the first release, with rows in every table: first with today's JAR, then with a Keycloak without the JAR, then
 * with the JAR again. JUnit runs a class's own tests before its nested classes.
 */
@TestInstance(Lifecycle.PER_CLASS)
abstract class OldDatabase {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String FLOW = "app passwords direct grant";

    private final Installation installation;
    private final String schema;
    private final OldRealm old;
    private final Realm realm;
    private final Person anna;
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
        installation.stopAndExecute(OldRealm.resource(schema) + OldRealm.rows());
        installation.putJarIn();
        asFound = old.listed(anna);
        realm.setUp();
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

    /**
     * Keycloak knows nothing of app passwords, and finds what is left of them in its database. A whole {@code bin/verify} leaves
     * it out with the databases of the other Debian; {@code bin/verify lifecycle} does not.
     */
    @Nested
    @Tag("one-debian")
    @TestInstance(Lifecycle.PER_CLASS)
    class WithoutTheJar {

        private final Gateway slow = new Gateway("slow", "secret-of-slow");
        private Person bob = new Person("", "", "", Optional.empty());
        private Realm other = realm;
        private String otherId = "";
        private String flowId = "";

        @BeforeAll
        void takeItOut() {
            other = Realm.create(installation.keycloak());
            otherId = other.admin().get(other.path("")).path("id").asText();
            other.setUp();
            Person carol = other.user(NewUser.named("carol"));
            Asking postfix = Asking.as(other, other.gateway("postfix", IMAP));
            assertThat(postfix.status(
                            "carol", other.appPassword(carol, "phone", IMAP).secret()))
                    .isEqualTo(200);
            new Follower(other, other.gateway("postfix", IMAP));
            bob = realm.user(NewUser.named("bob"));
            assertThat(old.dovecot()
                            .status("bob", realm.appPassword(bob, "phone", IMAP).secret()))
                    .isEqualTo(200);
            flowId = StreamSupport.stream(
                            realm.admin()
                                    .get(realm.path("/authentication/flows"))
                                    .spliterator(),
                            false)
                    .filter(flow -> flow.path("alias").asText().equals(FLOW))
                    .findFirst()
                    .orElseThrow()
                    .path("id")
                    .asText();
            new Clients(realm)
                    .confidential(
                            slow.clientId(),
                            Map.of("authenticationFlowBindingOverrides", Map.of("direct_grant", flowId)));
            installation.takeJarOut();
        }

        @Test
        void peopleLogIn() {
            old.assertLoggedIn(anna);
        }

        @Test
        void adminsSeeAndRemoveWhatIsLeft() {
            assertThat(realm.credentialTypes(anna)).contains("password", "app-password");
            realm.revoke(anna, OFFICE.id());
            realm.admin().delete(realm.path("/users/" + bob.id()));

            assertThat(realm.credentials(anna).findValuesAsText("id"))
                    .contains(PHONE.id())
                    .doesNotContain(OFFICE.id());
        }

        @Test
        void theRealmIsExported() {
            String export = realm.admin()
                    .exchange("POST", realm.path("/partial-export?exportClients=true"), null)
                    .body();

            assertThat(export).contains(FLOW, "configure-app-password", "app-passwords.gateway.dovecot");
        }

        @Test
        void aRealmIsDeleted() {
            other.close();
        }

        /** And with the commands of the admin guide, nothing of it is left in the realm. */
        @Nested
        @TestInstance(Lifecycle.PER_CLASS)
        class AndWithoutItsParts {

            @BeforeAll
            void removeThem() {
                assertThat(grant().status()).isEqualTo(500);
                String client =
                        new Clients(realm).get(slow.clientId()).path("id").asText();
                for (List<String> command : List.of(
                        List.of(
                                "update",
                                "clients/" + client,
                                "-s",
                                "authenticationFlowBindingOverrides.direct_grant="),
                        List.of("delete", "authentication/flows/" + flowId),
                        List.of("delete", "authentication/required-actions/configure-app-password"))) {
                    new Kcadm(realm)
                            .run(Stream.concat(command.stream(), Stream.of("-r", realm.name()))
                                    .toList());
                }
            }

            private HttpAnswer grant() {
                return new Tokens(realm).passwordGrant(slow, anna.username(), anna.password(), Map.of());
            }

            @Test
            void allIsAsBefore() {
                old.assertLoggedIn(anna);
                assertThat(grant().status()).isEqualTo(200);
                assertThat(realm.admin()
                                .get(realm.path("/authentication/required-actions"))
                                .findValuesAsText("alias"))
                        .doesNotContain("configure-app-password");
            }

            /** It goes on where it was. */
            @Nested
            @TestInstance(Lifecycle.PER_CLASS)
            class ThenWithTheJarAgain {

                private String export = "";
                private String before = "";

                @BeforeAll
                void putItIn() {
                    export = installation.stopAndExport(realm.name());
                    installation.putJarIn();
                    before = old.listed(anna).path("appPasswords").path(0).toString();
                    JsonNode parts = realm.setUp();
                    for (String part : List.of("requiredAction", "directGrantFlow")) {
                        assertThat(parts.path(part).path("status").asText()).isEqualTo("created");
                    }
                }

                @Test
                void anExportOfKeycloaksOwnHadThem() {
                    assertThat(export).contains("\"username\" : \"anna\"", PHONE.id());
                }

                @Test
                void appPasswordsAreThereWithTheirUses() {
                    assertThat(before).contains("Annas Telefon", "\"gateway\":\"dovecot\"");
                    assertThat(old.status(PHONE)).isEqualTo(200);
                }

                @Test
                void whatWasRevokedMeanwhileIsRecognised() {
                    assertThat(old.status(OFFICE)).isEqualTo(401);
                    Waiting.until(PATIENCE, "its end is noted", () -> old.listed(anna)
                            .path("ended")
                            .findValuesAsText("id")
                            .contains(OFFICE.id()));
                }

                @Test
                void whatIsLeftOfUsersAndRealmsThatWereDeletedMeanwhileGoes() {
                    String ofOther = "REALM_ID = '" + otherId + "'";
                    assertThat(old.rows("APP_PASSWORD_FEED", ofOther)).isEqualTo(1);
                    old.fixture().sweep();

                    assertThat(old.rows("APP_PASSWORD", "USER_ID = '" + bob.id() + "'"))
                            .isZero();
                    assertThat(old.rows("APP_PASSWORD", ofOther)).isZero();
                    assertThat(old.rows("APP_PASSWORD_FEED", ofOther)).isZero();
                }

                /** By the statements of the admin guide. */
                @Nested
                @TestInstance(Lifecycle.PER_CLASS)
                class ThenWithoutItsData {

                    @BeforeAll
                    void deleteThem() throws IOException {
                        installation.stopAndExecute(statementsOfTheGuide());
                        // It would not start if a table was left.
                        installation.putJarIn();
                    }

                    private String statementsOfTheGuide() throws IOException {
                        String guide = Files.readString(Project.root().resolve("docs/admin-guide.md"));
                        String removing = guide.substring(guide.indexOf("## Removing the extension"));
                        return removing.split("```sql|```", 3)[1];
                    }

                    @Test
                    void nothingIsLeft() {
                        assertThat(realm.credentialTypes(anna)).containsExactly("password");
                        assertThat(old.listed(anna).path("ended")).isEmpty();
                        assertThat(realm.admin()
                                        .get(realm.path("/app-passwords/gateways"))
                                        .toString())
                                .doesNotContain("dovecot");
                        old.assertLoggedIn(anna);
                    }
                }
            }
        }
    }
}
