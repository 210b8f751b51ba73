package io.github.keycloakapppasswords.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.keycloakapppasswords.feed.Follower;
import io.github.keycloakapppasswords.stage.AppPasswordOnPaper;
import io.github.keycloakapppasswords.stage.Gateway;
import io.github.keycloakapppasswords.stage.Http;
import io.github.keycloakapppasswords.stage.HttpAnswer;
import io.github.keycloakapppasswords.stage.NewUser;
import io.github.keycloakapppasswords.stage.Person;
import io.github.keycloakapppasswords.stage.Realm;
import io.github.keycloakapppasswords.stage.TwoNodes;
import io.github.keycloakapppasswords.stage.Waiting;
import io.github.keycloakapppasswords.validation.Asking;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Two nodes on one database that never hear of each other, as when the network between them is cut, or the node that makes a change
 * dies before its message is out. What one changes counts at the other, which has the user in its cache.
 */
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class NodesApartIT {

    /** Three seconds are promised; a busy machine may take longer, and without the feed it is for ever. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final TwoNodes nodes = TwoNodes.apart();
    private final LifeRealm here = new LifeRealm(nodes.first(), Map.of());
    private final LifeRealm there = here.at(nodes.second());

    @AfterAll
    void end() {
        nodes.close();
    }

    private AppPasswordOnPaper known(Person person) {
        AppPasswordOnPaper phone = here.appPassword(person, "phone");
        await(200, person, phone);
        return phone;
    }

    private String realmId() {
        return here.realm().admin().get(here.realm().path("")).path("id").asText();
    }

    private Person user(String name) {
        return here.realm().user(NewUser.named(name).withOtp());
    }

    private void await(int status, Person person, AppPasswordOnPaper password) {
        Waiting.until(PATIENCE, person.username() + " hears " + status, () -> there.status(person, password) == status);
    }

    @Test
    void refusesWhatAnotherNodeRevoked() {
        Person alice = user("alice");
        AppPasswordOnPaper phone = known(alice);
        AppPasswordOnPaper tablet = here.appPassword(alice, "tablet");

        here.realm().revoke(alice, phone.id());

        await(401, alice, phone);
        await(200, alice, tablet);
    }

    @Test
    void acceptsWhatAnotherNodeMade() {
        Person ivan = user("ivan");
        known(ivan);

        await(200, ivan, here.appPassword(ivan, "tablet"));
    }

    @Test
    void refusesAUserWhomAnotherNodeDisabled() {
        Person bob = user("bob");
        AppPasswordOnPaper phone = known(bob);

        here.realm().admin().put(here.realm().path("/users/" + bob.id()), Map.of("enabled", false));

        await(401, bob, phone);
    }

    @Test
    void refusesAUserWhomAnotherNodeDeleted() {
        Person carol = user("carol");
        AppPasswordOnPaper phone = known(carol);

        here.realm().admin().delete(here.realm().path("/users/" + carol.id()));

        await(401, carol, phone);
    }

    @Test
    void refusesAUserWhoLostTheRoleAtAnotherNode() {
        here.realm().admin().post(here.realm().path("/roles"), Map.of("name", "mail"));
        JsonNode role = here.realm().admin().get(here.realm().path("/roles/mail"));
        Gateway strict =
                here.realm().gateway("strict", Map.of("protocols", List.of(Asking.IMAP), "requiredRole", "mail"));
        Person dave = user("dave");
        String mapping = here.realm().path("/users/" + dave.id() + "/role-mappings/realm");
        here.realm().admin().post(mapping, List.of(role));
        AppPasswordOnPaper phone = here.appPassword(dave, "phone");
        Asking asking = Asking.as(there.realm(), strict);
        Waiting.until(PATIENCE, "dave gets in", () -> asking.status("dave", phone.secret()) == 200);

        here.realm().admin().exchange("DELETE", mapping, List.of(role));

        Waiting.until(PATIENCE, "dave is refused", () -> asking.status("dave", phone.secret()) == 401);
    }

    @Test
    void forbidsAGatewayWhatAnotherNodeForbade() {
        Person erin = user("erin");
        AppPasswordOnPaper phone = here.appPassword(erin, "phone");
        Gateway postfix = here.realm().gateway("postfix", Asking.IMAP, "smtp");
        Asking asking = Asking.as(there.realm(), postfix);
        Waiting.until(PATIENCE, "postfix may ask for imap", () -> asking.status("erin", phone.secret()) == 200);

        here.realm().gateway("postfix", "smtp");

        Waiting.until(PATIENCE, "postfix may not ask for imap", () -> asking.status("erin", phone.secret()) == 503);
    }

    @Test
    void opensNoMailboxOfAnAddressThatAnotherNodeTookAway() {
        Gateway byAddress =
                here.realm().gateway("by-address", Map.of("protocols", List.of(Asking.IMAP), "loginIdentity", "email"));
        Person judy = here.realm().user(NewUser.named("judy").withOtp().withEmail("judy@example.org", true));
        AppPasswordOnPaper phone = here.appPassword(judy, "phone");
        Asking asking = Asking.as(there.realm(), byAddress);
        Waiting.until(PATIENCE, "judy gets in", () -> asking.status("judy", phone.secret()) == 200);

        here.realm()
                .admin()
                .put(
                        here.realm().path("/users/" + judy.id()),
                        Map.of("email", "judy@example.org", "emailVerified", false));

        Waiting.until(PATIENCE, "judy is refused", () -> asking.status("judy", phone.secret()) == 401);
    }

    @Test
    void refusesTheSecretOfAGatewayThatAnotherNodeReplaced() {
        Person kim = user("kim");
        AppPasswordOnPaper phone = here.appPassword(kim, "phone");
        Gateway rotated = here.realm().gateway("rotated", Asking.IMAP);
        Asking asking = Asking.as(there.realm(), rotated);
        Waiting.until(PATIENCE, "the gateway may ask", () -> asking.status("kim", phone.secret()) == 200);
        String client = here.realm()
                .admin()
                .get(here.realm().path("/clients?clientId=rotated"))
                .path(0)
                .path("id")
                .asText();

        here.realm().admin().post(here.realm().path("/clients/" + client + "/client-secret"), Map.of());

        Waiting.until(PATIENCE, "the old secret is refused", () -> asking.status("kim", phone.secret()) == 503);
    }

    @Test
    void servesNoRealmThatAnotherNodeRemoved() {
        LifeRealm gone = new LifeRealm(nodes.first(), Map.of());
        Gateway postfix = gone.realm().gateway("postfix", Asking.IMAP);
        Asking asking = Asking.as(Realm.existing(nodes.second(), gone.realm().name()), postfix);
        Person lena = gone.realm().user(NewUser.named("lena").withOtp());
        AppPasswordOnPaper phone = gone.appPassword(lena, "phone");
        Waiting.until(PATIENCE, "lena gets in", () -> asking.status("lena", phone.secret()) == 200);

        gone.realm().close();

        Waiting.until(PATIENCE, "the realm is gone", () -> asking.status("lena", phone.secret()) == 404);
    }

    /** The row is as a node leaves it that dies between its commit and the end of the credential. */
    @Test
    void refusesWhatANodeThatDiedHadRevoked() {
        Person frank = user("frank");
        AppPasswordOnPaper phone = known(frank);

        here.sql(
                "insert into APP_PASSWORD_PENDING (ID, KIND, REALM_ID, USER_ID, CREDENTIAL_ID, END_CAUSE, NOTED_AT) values ('"
                        + UUID.randomUUID() + "', 'app_password_revoked', '" + realmId() + "', '" + frank.id() + "', '"
                        + phone.id() + "', 'revoked', " + Instant.now().toEpochMilli() + ")");

        await(401, frank, phone);
    }

    /** The row is as a node leaves it that dies before it gives the change a place in the feed. */
    @Test
    void tellsGatewaysWhatANodeThatDiedHadNoted() {
        Person grace = user("grace");
        known(grace);
        Follower gateway = there.follower();

        here.sql("insert into APP_PASSWORD_CHANGE (ID, REALM_ID, CHANGE_TYPE, USER_ID, NAMES, NOTED_AT) values ('"
                + UUID.randomUUID() + "', '" + realmId() + "', 'revoked', '" + grace.id()
                + "', '{\"username\":\"grace\"}', " + Instant.now().toEpochMilli() + ")");

        gateway.await("revoked", "grace");
    }

    @Test
    @Order(Order.DEFAULT + 1)
    void answersTryLaterWhenItHasNotReadTheDatabaseForTooLong() {
        Person heidi = user("heidi");
        AppPasswordOnPaper phone = known(heidi);

        assertThat(ready().status()).isEqualTo(200);
        nodes.stopDatabase();
        try {
            assertThat(there.status(heidi, phone)).isEqualTo(200);
            assertThat(ready().status()).isEqualTo(200);
            Waiting.until(
                    TwoNodes.OUTAGE.multipliedBy(3),
                    "the node knows too little",
                    () -> there.status(heidi, phone) == 503);
            assertThat(ready().status()).isEqualTo(503);
            assertThat(ready().json().path("ready").asBoolean(true)).isFalse();
        } finally {
            nodes.startDatabase();
        }
        Waiting.until(Duration.ofMinutes(1), "the node knows enough", () -> there.status(heidi, phone) == 200);
        assertThat(ready().status()).isEqualTo(200);
    }

    @Test
    @Order(Order.DEFAULT + 1)
    void saysThatAnotherNodeIsNotInItsCluster() {
        Waiting.until(
                Duration.ofMinutes(1),
                "both know of each other",
                () -> ready().json().path("nodesNotInCluster").asInt() == 1);

        assertThat(nodes.second().log()).content().contains("are not in the cluster of this node");
    }

    private HttpAnswer ready() {
        return new Http()
                .send(HttpRequest.newBuilder(URI.create(there.realm().url() + "/app-passwords/ready"))
                        .build());
    }
}
