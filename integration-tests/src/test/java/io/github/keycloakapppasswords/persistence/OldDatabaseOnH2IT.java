package io.github.keycloakapppasswords.persistence;

import static io.github.keycloakapppasswords.persistence.OldRealm.OFFICE;
import static io.github.keycloakapppasswords.persistence.OldRealm.PHONE;
import static io.github.keycloakapppasswords.validation.Asking.IMAP;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.keycloakapppasswords.feed.Follower;
import io.github.keycloakapppasswords.stage.Gateway;
import io.github.keycloakapppasswords.stage.HttpAnswer;
import io.github.keycloakapppasswords.stage.Installation;
import io.github.keycloakapppasswords.stage.NewUser;
import io.github.keycloakapppasswords.stage.Person;
import io.github.keycloakapppasswords.stage.Realm;
import io.github.keycloakapppasswords.stage.Waiting;
import io.github.keycloakapppasswords.validation.Asking;
import io.github.keycloakapppasswords.validation.Clients;
import io.github.keycloakapppasswords.validation.Kcadm;
import io.github.keycloakapppasswords.validation.Tokens;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** {@link OldDatabase} on H2, whose Keycloak was there before the JAR, and goes on without the JAR for a while. */
class OldDatabaseOnH2IT extends OldDatabase {

    private static final String FLOW = "app passwords direct grant";

    OldDatabaseOnH2IT() {
        super(Installation::onH2, "first-schema-h2.sql");
    }

    @Override
    String removalOfTables() {
        return "";
    }

    /** Keycloak knows nothing of app passwords, and finds what is left of them in its database. */
    @Nested
    @Order(1)
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
            }
        }
    }
}
