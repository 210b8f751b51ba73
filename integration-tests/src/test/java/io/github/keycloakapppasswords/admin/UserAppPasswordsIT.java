package io.github.keycloakapppasswords.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.keycloakapppasswords.stage.AppPasswordOnPaper;
import io.github.keycloakapppasswords.stage.Http;
import io.github.keycloakapppasswords.stage.HttpAnswer;
import io.github.keycloakapppasswords.stage.KeycloakServer;
import io.github.keycloakapppasswords.stage.NewUser;
import io.github.keycloakapppasswords.stage.Person;
import io.github.keycloakapppasswords.stage.Project;
import io.github.keycloakapppasswords.stage.Realm;
import io.github.keycloakapppasswords.stage.SharedKeycloak;
import io.github.keycloakapppasswords.stage.Waiting;
import io.github.keycloakapppasswords.validation.Asking;
import io.github.keycloakapppasswords.validation.Kcadm;
import io.github.keycloakapppasswords.validation.RealmAdmin;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;

/** What admins and helpdesks see of a user's app passwords and do to them. Each test has people of its own. */
@ExtendWith(SharedKeycloak.class)
@TestInstance(Lifecycle.PER_CLASS)
class UserAppPasswordsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Map<String, Object> PRINTER =
            Map.of("label", "Printer, 2nd floor", "protocols", List.of("smtp"));

    private final KeycloakServer keycloak;
    private final Realm realm;
    private final FineGrained fineGrained;
    private final Asking dovecot;
    private int people;

    UserAppPasswordsIT(KeycloakServer keycloak) {
        this.keycloak = keycloak;
        realm = FineGrained.realm(keycloak);
        realm.setUp();
        fineGrained = new FineGrained(realm);
        dovecot = Asking.as(realm, realm.gateway("dovecot", "imap", "smtp"));
    }

    @AfterAll
    void removeRealm() {
        realm.close();
    }

    private Person somebody() {
        return realm.user(NewUser.named("person-" + ++people));
    }

    private static String path(Person person, String below) {
        return "/app-passwords/users/" + person.id() + below;
    }

    private HttpAnswer exchange(String method, Person person, String below, @Nullable Object body) {
        return realm.admin().exchange(method, realm.path(path(person, below)), body);
    }

    private JsonNode list(Person person) {
        HttpAnswer answer = exchange("GET", person, "", null);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    private List<String> labels(Person person) {
        return list(person).path("appPasswords").findValuesAsText("label");
    }

    private int rows(String statement) {
        return new Http()
                .send(HttpRequest.newBuilder(URI.create(realm.url() + "/app-passwords-fixture/sql"))
                        .header("Content-Type", "text/plain")
                        .POST(BodyPublishers.ofString(statement))
                        .build())
                .json()
                .path("rows")
                .asInt();
    }

    private JsonNode event(String type, String credentialId) {
        return StreamSupport.stream(realm.events(type).spliterator(), false)
                .filter(event ->
                        event.path("details").path("credential_id").asText().equals(credentialId))
                .findFirst()
                .orElseThrow();
    }

    private JsonNode adminEvents(String below) {
        return realm.admin()
                .get(realm.path("/admin-events?resourcePath=" + Http.encode("app-passwords/users/" + below)));
    }

    @Test
    void listsWithStateUseAndEnd() {
        Person alice = somebody();
        AppPasswordOnPaper phone = realm.appPassword(alice, "Phone", "imap");
        AppPasswordOnPaper broken = realm.appPassword(alice, "Broken", "imap");
        realm.appPassword(alice, "Old", List.of(), "2020-01-01T00:00:00Z", "imap");
        AppPasswordOnPaper lost = realm.appPassword(alice, "Lost", "imap");
        assertThat(rows("update CREDENTIAL set CREDENTIAL_DATA = '{}' where ID = '" + broken.id() + "'"))
                .isEqualTo(1);
        assertThat(rows("update APP_PASSWORD set USED_AT = 1780315200000, USED_PROTOCOL = 'imap',"
                        + " USED_GATEWAY = 'dovecot' where ID = '" + phone.id() + "'"))
                .isEqualTo(1);
        assertThat(exchange("DELETE", alice, "/" + lost.id(), null).status()).isEqualTo(204);

        JsonNode list = list(alice);

        JsonNode live = list.path("appPasswords");
        assertThat(live.findValuesAsText("label")).containsExactly("Phone", "Broken", "Old");
        assertThat(live.findValuesAsText("state")).containsExactly("active", "unreadable", "expired");
        assertThat(live.path(0).path("issuedBy").asText()).isEqualTo(alice.id());
        assertThat(live.path(0).path("lastUse").toString())
                .isEqualTo("{\"at\":\"2026-06-01T12:00:00Z\",\"protocol\":\"imap\",\"address\":null,"
                        + "\"gateway\":\"dovecot\"}");
        assertThat(live.path(1).path("protocols").isNull()).isTrue();
        JsonNode ended = list.path("ended");
        assertThat(ended.findValuesAsText("label")).containsExactly("Lost");
        assertThat(ended.path(0).path("end").path("cause").asText()).isEqualTo("revoked");
        assertThat(ended.path(0).path("lastTried").isNull()).isTrue();
        assertThat(list.path("lastRefusal").isNull()).isTrue();
        assertThat(list.toString()).doesNotContain(phone.secret()).doesNotContain("salt");
        assertThat(exchange("DELETE", alice, "/" + broken.id(), null).status()).isEqualTo(204);
    }

    @Test
    void tellsThatAnOwnersAreSuspendedAndADevicesAreNot() {
        Person alice = somebody();
        realm.appPassword(alice, "Phone", "imap");
        assertThat(exchange("POST", alice, "", PRINTER).status()).isEqualTo(200);
        realm.policy(Map.of("suspension-grace-hours", "0"));
        List<String> states = list(alice).path("appPasswords").findValuesAsText("state");
        realm.policy(Map.of("suspension-grace-hours", "24"));

        assertThat(states).containsExactly("suspended", "active");
    }

    @Test
    void showsALabelThatKeycloaksOwnConsoleStoredHarmless() {
        Person alice = somebody();
        AppPasswordOnPaper phone = realm.appPassword(alice, "Phone", "imap");
        assertThat(rows("update CREDENTIAL set USER_LABEL = CONCAT('a', CHAR(13), CHAR(10), 'b') where ID = '"
                        + phone.id() + "'"))
                .isEqualTo(1);

        assertThat(labels(alice)).containsExactly("a\ufffd\ufffdb");
    }

    @Test
    void tellsWhyADeviceWasRefusedLast() {
        Person alice = somebody();
        AppPasswordOnPaper phone = realm.appPassword(alice, "Phone", "imap");
        dovecot.ask(alice.username(), phone.secret(), "smtp");
        awaitRefusal(alice, "protocol_not_allowed");
        dovecot.ask(alice.username(), alice.password(), "imap");
        awaitRefusal(alice, "not_an_app_password");

        JsonNode refusal = list(alice).path("lastRefusal");
        assertThat(refusal.path("protocol").asText()).isEqualTo("imap");
        assertThat(refusal.path("address").asText()).isEqualTo("192.0.2.7");
        assertThat(refusal.path("gateway").asText()).isEqualTo("dovecot");
        String ofAlice = "update APP_PASSWORD_REFUSAL set REASON = REASON where USER_ID = '" + alice.id() + "'";
        assertThat(rows(ofAlice)).isEqualTo(1);

        realm.admin().delete(realm.path("/users/" + alice.id()));
        assertThat(rows(ofAlice)).isZero();
    }

    @Test
    void keepsNoAddressOfARefusalWhereThePolicySaysNever() {
        Person alice = somebody();
        realm.policy(Map.of("address-retention-days", "0"));
        try {
            dovecot.ask(alice.username(), alice.password(), "imap");
            awaitRefusal(alice, "not_an_app_password");

            assertThat(list(alice).path("lastRefusal").hasNonNull("address")).isFalse();
        } finally {
            realm.policy(Map.of());
        }
    }

    private void awaitRefusal(Person person, String reason) {
        Waiting.until(
                PATIENCE,
                "the last refusal is " + reason,
                () -> list(person).path("lastRefusal").path("reason").asText().equals(reason));
    }

    @Test
    void issuesOneForADeviceAndTellsItsSecretOnce() {
        Person scans = somebody();

        HttpAnswer answer = exchange(
                "POST",
                scans,
                "",
                Map.of(
                        "label",
                        "Scanner, 2nd floor",
                        "protocols",
                        List.of("smtp"),
                        "networks",
                        List.of("192.0.2.0/24"),
                        "expiresAt",
                        "2099-01-01T00:00:00Z"));

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.header("Cache-Control")).contains("no-store");
        String secret = answer.json().path("secret").asText();
        String id = answer.json().path("id").asText();
        assertThat(dovecot.ask(scans.username(), secret, "smtp").status()).isEqualTo(200);
        assertThat(dovecot.ask(scans.username(), secret, "imap").status()).isEqualTo(401);
        assertThat(dovecot.ask(scans.username(), secret, "smtp", "198.51.100.1").status())
                .isEqualTo(401);
        JsonNode listed = list(scans).path("appPasswords").path(0);
        assertThat(listed.path("deviceAccount").asBoolean()).isTrue();
        assertThat(listed.path("issuedBy").asText()).isNotEqualTo(scans.id()).hasSize(36);
        assertThat(listed.path("expiresAt").asText()).isEqualTo("2099-01-01T00:00:00Z");
        assertThat(list(scans).toString()).doesNotContain(secret);
        JsonNode adminEvent = adminEvents(scans.id() + "/" + id);
        assertThat(adminEvent.findValuesAsText("operationType")).containsExactly("CREATE");
        assertThat(adminEvent.path(0).path("representation").asText()).contains("Scanner, 2nd floor");
        assertThat(adminEvent.toString()).doesNotContain(secret);
        JsonNode event = event("UPDATE_CREDENTIAL", id);
        assertThat(event.path("userId").asText()).isEqualTo(scans.id());
        assertThat(event.path("details").path("credential_label").asText()).isEqualTo("Scanner, 2nd floor");
        assertThat(event.path("details").path("admin_id").asText())
                .isEqualTo(listed.path("issuedBy").asText());
        assertThat(event.toString()).doesNotContain(secret);
    }

    @Test
    void issuesNoneForAServiceAccountWhichNoGatewayAccepts() {
        String client = realm.admin()
                .post(
                        realm.path("/clients"),
                        Map.of("clientId", "scanner", "publicClient", false, "serviceAccountsEnabled", true))
                .orElseThrow();
        String account = realm.admin()
                .get(realm.path("/clients/" + client + "/service-account-user"))
                .path("id")
                .asText();
        Person scanner = new Person(account, "service-account-scanner", "", Optional.empty());

        assertProblem(exchange("POST", scanner, "", PRINTER), 409, "service_account");
    }

    @Test
    void issuesNoneThatMustNotBe() {
        Person scans = somebody();
        assertThat(exchange("POST", scans, "", PRINTER).status()).isEqualTo(200);
        assertProblem(exchange("POST", scans, "", PRINTER), 409, "label_taken");
        HttpAnswer brought = exchange(
                "POST", scans, "", Map.of("label", "x", "protocols", List.of("smtp"), "secret", "hunter2-hunter2"));
        assertProblem(brought, 400, "invalid_request");
        assertThat(brought.json().path("field").asText()).isEqualTo("secret");
        assertThat(brought.body()).doesNotContain("hunter2");
        HttpAnswer notServed = exchange("POST", scans, "", Map.of("label", "x", "protocols", List.of("xmpp")));
        assertProblem(notServed, 400, "invalid_request");
        assertThat(notServed.json().path("error_description").asText()).contains("On offer: imap, smtp.");
        realm.policy(Map.of("protocols", "xmpp"));
        assertProblem(exchange("POST", scans, "", PRINTER), 409, "nothing_on_offer");
        Map<String, Object> second = Map.of("label", "Second", "protocols", List.of("smtp"));
        realm.policy(Map.of("maximum-per-user", "1"));
        assertProblem(exchange("POST", scans, "", second), 409, "maximum_reached");
        realm.policy(Map.of("maximum-per-user", "25"));
        realm.admin()
                .put(
                        realm.path("/authentication/required-actions/configure-app-password"),
                        Map.of(
                                "alias",
                                "configure-app-password",
                                "name",
                                "Configure app password",
                                "enabled",
                                true,
                                "config",
                                Map.of("maximum-per-user", "many")));
        assertProblem(exchange("POST", scans, "", second), 409, "policy_invalid");
        realm.policy(Map.of("maximum-per-user", "25"));
        realm.admin().put(realm.path("/users/" + scans.id()), Map.of("enabled", false));
        assertProblem(exchange("POST", scans, "", second), 409, "user_disabled");

        assertThat(labels(scans)).containsExactly("Printer, 2nd floor");
    }

    private static void assertProblem(HttpAnswer answer, int status, String error) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.json().path("error").asText()).isEqualTo(error);
        assertThat(answer.json().path("error_description").asText()).endsWith(".");
        assertThat(answer.header("Cache-Control")).hasValue("no-store");
    }

    @Test
    void noAnswerMayBeStoredNotEvenKeycloaksOwn() {
        Person alice = somebody();
        RealmAdmin outsider = RealmAdmin.of(realm, "outsider-of-stores", "manage-clients");

        for (HttpAnswer answer : List.of(
                exchange("GET", alice, "", null),
                outsider.exchange("GET", path(alice, ""), null),
                outsider.exchange("GET", "/app-passwords/gateways", null),
                realm.admin().exchange("GET", realm.path("/app-passwords/setup"), null),
                realm.admin().exchange("GET", realm.path("/app-passwords/gateways"), null),
                realm.admin().exchange("GET", realm.path("/app-passwords/not-moved"), null),
                realm.admin().exchange("GET", realm.path("/app-passwords/no-such-path"), null),
                realm.admin().exchange("POST", realm.path("/app-passwords/setup"), null))) {
            assertThat(answer.header("Cache-Control"))
                    .as(answer.status() + " " + answer.body())
                    .hasValue("no-store");
        }
    }

    @Test
    void revokesOneThenAll() {
        Person alice = somebody();
        AppPasswordOnPaper phone = realm.appPassword(alice, "Phone", "imap");
        AppPasswordOnPaper tablet = realm.appPassword(alice, "Tablet", "imap");
        realm.appPassword(alice, "Printer", "smtp");
        assertThat(dovecot.status(alice.username(), phone.secret())).isEqualTo(200);

        assertThat(exchange("DELETE", alice, "/" + phone.id(), null).status()).isEqualTo(204);
        assertThat(dovecot.status(alice.username(), phone.secret())).isEqualTo(401);
        assertThat(dovecot.status(alice.username(), tablet.secret())).isEqualTo(200);
        assertThat(exchange("DELETE", alice, "", null).body()).isEqualTo("{\"revoked\":2}");

        assertThat(labels(alice)).isEmpty();
        assertThat(dovecot.status(alice.username(), tablet.secret())).isEqualTo(401);
        assertThat(realm.credentialTypes(alice)).containsExactly("password");
        assertThat(event("REMOVE_CREDENTIAL", phone.id())
                        .path("details")
                        .path("admin_id")
                        .asText())
                .isNotEmpty();
        assertThat(adminEvents(alice.id() + "/*").findValuesAsText("operationType"))
                .containsExactly("DELETE", "DELETE", "DELETE");
    }

    @Test
    void touchesNobodyElsesAndNoOtherKindOfCredential() {
        Person alice = realm.user(NewUser.named("alice-with-otp").withOtp());
        Person bob = somebody();
        List<String> foreign = new ArrayList<>(realm.credentials(alice).findValuesAsText("id"));
        realm.appPassword(alice, "Phone", "imap");
        foreign.add(realm.appPassword(bob, "Bob's", "imap").id());
        foreign.add("no-such-id");
        assertThat(foreign).hasSize(4);
        JsonNode before = realm.credentials(alice);

        for (String id : foreign) {
            assertThat(exchange("DELETE", alice, "/" + id, null).status())
                    .as(id)
                    .isEqualTo(404);
        }

        assertThat(realm.credentials(alice)).isEqualTo(before);
        assertThat(labels(bob)).containsExactly("Bob's");
        exchange("DELETE", alice, "", null);
        assertThat(realm.credentialTypes(alice)).containsExactlyInAnyOrder("password", "otp");
    }

    @Test
    void seeingNeedsViewUsersAndTheRestManageUsers() {
        Person alice = somebody();
        String phone = realm.appPassword(alice, "Phone", "imap").id();
        RealmAdmin viewer = RealmAdmin.of(realm, "viewer", "view-users");
        RealmAdmin manager = RealmAdmin.of(realm, "manager", "manage-users");

        for (RealmAdmin outsider :
                List.of(RealmAdmin.of(realm, "outsider", "manage-realm", "manage-clients", "impersonation"))) {
            assertThat(outsider.exchange("GET", path(alice, ""), null).status()).isEqualTo(403);
            assertThat(outsider.exchange("GET", "/app-passwords/users/nobody", null)
                            .status())
                    .isEqualTo(403);
            assertChangesNothing(outsider, alice, phone);
        }
        assertThat(viewer.exchange("GET", path(alice, ""), null).status()).isEqualTo(200);
        assertProblem(viewer.exchange("GET", "/app-passwords/users/nobody", null), 404, "user_not_found");
        assertChangesNothing(viewer, alice, phone);
        assertThat(manager.exchange("POST", path(alice, ""), PRINTER).status()).isEqualTo(200);
        assertThat(manager.exchange("DELETE", path(alice, "/" + phone), null).status())
                .isEqualTo(204);
    }

    private void assertChangesNothing(RealmAdmin admin, Person person, String credentialId) {
        List<String> before = labels(person);
        assertThat(admin.exchange("POST", path(person, ""), PRINTER).status()).isEqualTo(403);
        assertThat(admin.exchange("DELETE", path(person, "/" + credentialId), null)
                        .status())
                .isEqualTo(403);
        assertThat(admin.exchange("DELETE", path(person, ""), null).status()).isEqualTo(403);
        assertThat(labels(person)).isEqualTo(before);
    }

    @Test
    void aHelpdeskReachesThoseItIsFor() {
        Person hers = somebody();
        Person seen = somebody();
        Person other = somebody();
        String phone = realm.appPassword(hers, "Phone", "imap").id();
        String ofSeen = realm.appPassword(seen, "Phone", "imap").id();
        String ofOther = realm.appPassword(other, "Phone", "imap").id();
        RealmAdmin helpdesk = RealmAdmin.of(realm, "helpdesk", "query-users");
        fineGrained.grant("helpdesk", hers, "view", "manage");
        fineGrained.grant("helpdesk", seen, "view");

        assertThat(helpdesk.exchange("GET", path(hers, ""), null).status()).isEqualTo(200);
        assertThat(helpdesk.exchange("POST", path(hers, ""), PRINTER).status()).isEqualTo(200);
        assertThat(helpdesk.exchange("DELETE", path(hers, "/" + ofOther), null).status())
                .isEqualTo(404);
        assertThat(helpdesk.exchange("DELETE", path(hers, "/" + phone), null).status())
                .isEqualTo(204);
        assertThat(helpdesk.exchange("GET", path(seen, ""), null).status()).isEqualTo(200);
        assertChangesNothing(helpdesk, seen, ofSeen);
        assertThat(helpdesk.exchange("GET", path(other, ""), null).status()).isEqualTo(403);
        assertChangesNothing(helpdesk, other, ofOther);
    }

    @Test
    void whoMayNotSetSomebodysPasswordIssuesAndRevokesNone() {
        Person boss = somebody();
        String phone = realm.appPassword(boss, "Phone", "imap").id();
        RealmAdmin clerk = RealmAdmin.of(realm, "clerk", "query-users");
        fineGrained.grant("clerk", boss, "view", "manage");
        fineGrained.deny("clerk", boss, "reset-password");

        assertThat(clerk.exchange("POST", path(boss, ""), PRINTER).status()).isEqualTo(403);
        assertThat(clerk.exchange("DELETE", path(boss, "/" + phone), null).status())
                .isEqualTo(403);
        assertThat(clerk.exchange("DELETE", path(boss, ""), null).status()).isEqualTo(403);
        assertThat(labels(boss)).containsExactly("Phone");
    }

    @Test
    void isNotForAnotherRealmsAdmins() {
        Person alice = somebody();
        String phone = realm.appPassword(alice, "Phone", "imap").id();
        try (Realm other = Realm.create(keycloak)) {
            RealmAdmin stranger = new RealmAdmin(
                    realm, RealmAdmin.of(other, "manager", "manage-users").token());

            assertThat(stranger.exchange("GET", path(alice, ""), null).status()).isIn(401, 403);
            assertThat(stranger.exchange("DELETE", path(alice, "/" + phone), null)
                            .status())
                    .isIn(401, 403);
        }
        assertThat(labels(alice)).containsExactly("Phone");
    }

    @Test
    void theGuidesCommandsWorkAsTheyStand() throws IOException {
        Person scans = somebody();
        String phone = realm.appPassword(scans, "Phone", "imap").id();
        List<String> commands = Pattern.compile("^kcadm\\.sh (.*app-passwords/users/.*)$", Pattern.MULTILINE)
                .matcher(Files.readString(Project.root().resolve("docs/admin-guide.md")))
                .results()
                .map(command -> command.group(1)
                        .replace("USER_ID", scans.id())
                        .replace("CREDENTIAL_ID", phone)
                        .replace("REALM", realm.name()))
                .toList();
        assertThat(commands).hasSize(4);

        List<String> outputs = commands.stream()
                .map(command -> new Kcadm(realm).run(Kcadm.words(command)))
                .toList();

        assertThat(outputs.get(0)).contains("\"Phone\"").contains("\"lastRefusal\"");
        assertThat(outputs.get(1)).contains("\"secret\"").contains("\"deviceAccount\" : true");
        assertThat(list(scans).path("ended").findValuesAsText("label")).contains("Phone");
        assertThat(labels(scans)).isEmpty();
    }
}
