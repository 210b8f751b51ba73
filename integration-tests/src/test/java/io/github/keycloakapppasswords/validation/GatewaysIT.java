package io.github.keycloakapppasswords.validation;

import static io.github.keycloakapppasswords.validation.Asking.IMAP;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.keycloakapppasswords.stage.Gateway;
import io.github.keycloakapppasswords.stage.HttpAnswer;
import io.github.keycloakapppasswords.stage.KeycloakServer;
import io.github.keycloakapppasswords.stage.NewUser;
import io.github.keycloakapppasswords.stage.Realm;
import io.github.keycloakapppasswords.stage.SharedKeycloak;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Marking gateways as an admin does; each test has clients of its own. */
@ExtendWith(SharedKeycloak.class)
@TestInstance(Lifecycle.PER_CLASS)
class GatewaysIT {

    private static final Map<String, Object> IMAP_ONLY = Map.of("protocols", List.of(IMAP));

    private final Realm realm;
    private final Clients clients;

    GatewaysIT(KeycloakServer keycloak) {
        realm = Realm.create(keycloak);
        clients = new Clients(realm);
    }

    @AfterAll
    void removeRealm() {
        realm.close();
    }

    private HttpAnswer exchange(String method, String clientId, @Nullable Object settings) {
        return realm.admin().exchange(method, realm.path("/app-passwords/gateways/" + clientId), settings);
    }

    private static String error(HttpAnswer answer) {
        return answer.json().path("error_description").asText();
    }

    @Test
    void makesAClientThatCanDoNothingElse() {
        HttpAnswer answer = exchange("PUT", "fresh", IMAP_ONLY);

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.json().path("secret").asText()).hasSizeGreaterThan(20);
        JsonNode client = clients.get("fresh");
        for (String on : List.of("enabled", "serviceAccountsEnabled")) {
            assertThat(client.path(on).asBoolean()).as(on).isTrue();
        }
        for (String off : List.of(
                "publicClient",
                "bearerOnly",
                "standardFlowEnabled",
                "implicitFlowEnabled",
                "directAccessGrantsEnabled",
                "fullScopeAllowed")) {
            assertThat(client.path(off).asBoolean()).as(off).isFalse();
        }
        assertThat(client.path("clientAuthenticatorType").asText()).isEqualTo("client-secret");
    }

    @Test
    void givesTheSecretOnceOnly() {
        exchange("PUT", "once", IMAP_ONLY);

        assertThat(exchange("PUT", "once", IMAP_ONLY).json().has("secret")).isFalse();
        assertThat(exchange("GET", "once", null).json().has("secret")).isFalse();
        assertThat(realm.admin().get(realm.path("/app-passwords/gateways")).toString())
                .doesNotContain("\"secret\"");
    }

    @Test
    void keepsAnExistingClientAsItIs() {
        clients.confidential("existing", Map.of("description", "mine", "fullScopeAllowed", true));
        JsonNode before = clients.get("existing");

        assertThat(exchange("PUT", "existing", IMAP_ONLY).status()).isEqualTo(200);

        assertThat(clients.get("existing")).isEqualTo(before);
    }

    @Test
    void takesBackWhatItGivesOut() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("protocols", List.of("imap", "smtp"));
        all.put("loginIdentity", "email");
        all.put("requiredRole", "realm-management.view-users");
        all.put("networks", List.of("10.0.0.0/8", "2001:DB8:0::/32", "::ffff:192.0.2.0/120"));
        all.put("masterUserSeparator", "!");
        all.put("nameComparison", "lower");
        all.put("domainPrefixes", List.of("EXAMPLE"));
        JsonNode put = exchange("PUT", "all", all).json();
        JsonNode got = exchange("GET", "all", null).json();

        assertThat(got.path("requiredRole").asText()).isEqualTo("realm-management.view-users");
        assertThat(got.path("networks").toString()).isEqualTo("[\"10.0.0.0/8\",\"2001:db8::/32\",\"192.0.2.0/24\"]");
        assertThat(got.path("nameComparison").asText()).isEqualTo("lower");
        assertThat(got.path("domainPrefixes").toString()).isEqualTo("[\"EXAMPLE\"]");
        assertThat(exchange("PUT", "all", got).status()).isEqualTo(200);
        assertThat(exchange("GET", "all", null).json()).isEqualTo(got);
        assertThat(put.path("secret").isTextual()).isTrue();
    }

    @Test
    void lists() {
        exchange("PUT", "listed-b", IMAP_ONLY);
        exchange("PUT", "listed-a", IMAP_ONLY);

        assertThat(realm.admin().get(realm.path("/app-passwords/gateways")).findValuesAsText("clientId"))
                .containsSubsequence("listed-a", "listed-b");
    }

    @Test
    void deletesTheMarkAndLeavesTheClient() {
        exchange("PUT", "unmarked", IMAP_ONLY);

        HttpAnswer answer = exchange("DELETE", "unmarked", null);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("client").asText()).isEqualTo("kept");
        assertThat(answer.json().path("detail").asText()).contains("stay");
        assertThat(clients.get("unmarked").path("enabled").asBoolean()).isTrue();
        assertThat(exchange("GET", "unmarked", null).status()).isEqualTo(404);
        assertThat(exchange("DELETE", "unmarked", null).status()).isEqualTo(404);
    }

    @Test
    void listsWhatIsWrongWithEachClient() {
        for (String clientId :
                List.of("deleted", "replaced", "disabled", "public", "without-account", "without-user")) {
            exchange("PUT", clientId, IMAP_ONLY);
        }
        clients.change("by-token-only", exchangeByTokenOnly());

        clients.delete("deleted");
        clients.replace(new Gateway("replaced", "as-before"));
        clients.change("disabled", Map.of("enabled", false));
        clients.change("public", Map.of("publicClient", true));
        clients.change("without-account", Map.of("serviceAccountsEnabled", false));
        realm.admin().delete(realm.path("/users/" + serviceAccount("without-user")));

        assertThat(listed("deleted", "problem")).contains("The client of this gateway was deleted.");
        assertThat(listed("replaced", "problem")).contains("is not the client that was marked");
        assertThat(listed("disabled", "problem")).contains("enable it");
        assertThat(listed("public", "problem")).contains("turn \"Client authentication\" on");
        assertThat(listed("without-account", "problem")).isEqualTo("null");
        assertThat(listed("without-account", "warning")).contains("turn \"Service accounts roles\" on");
        assertThat(listed("without-user", "warning")).contains("The client's service account was removed");
        assertThat(listed("by-token-only", "problem")).contains("turn \"Service accounts roles\" on");
        assertThat(exchange("DELETE", "deleted", null).json().path("client").asText())
                .isEqualTo("missing");
        assertThat(exchange("GET", "deleted", null).status()).isEqualTo(404);
    }

    private Map<String, Object> exchangeByTokenOnly() {
        exchange("PUT", "by-token-only", IMAP_ONLY);
        return Map.of("serviceAccountsEnabled", false, "clientAuthenticatorType", "client-jwt");
    }

    private String listed(String clientId, String field) {
        JsonNode list = realm.admin().get(realm.path("/app-passwords/gateways"));
        return StreamSupport.stream(list.spliterator(), false)
                .filter(gateway -> gateway.path("clientId").asText().equals(clientId))
                .map(gateway -> gateway.path(field).asText())
                .findFirst()
                .orElseThrow();
    }

    private String serviceAccount(String clientId) {
        String client = clients.get(clientId).path("id").asText();
        return realm.admin()
                .get(realm.path("/clients/" + client + "/service-account-user"))
                .path("id")
                .asText();
    }

    @Test
    void namesTheUserWhoHasTheNameThatTheServiceAccountNeeds() {
        String squatter = realm.user(NewUser.named("service-account-squatted")).id();

        HttpAnswer answer = exchange("PUT", "Squatted", IMAP_ONLY);

        assertThat(answer.status()).isEqualTo(409);
        assertThat(error(answer))
                .contains("nothing was changed")
                .contains("The user \"service-account-squatted\" (id " + squatter + ") is in conflict with the gateway")
                .contains("Rename or delete the user");
        assertThat(clients.get("Squatted").isMissingNode()).isTrue();
        assertThat(exchange("GET", "Squatted", null).status()).isEqualTo(404);
        assertThat(realm.admin()
                        .get(realm.path("/users/" + squatter))
                        .path("serviceAccountClientId")
                        .isMissingNode())
                .isTrue();

        realm.admin().delete(realm.path("/users/" + squatter));
        assertThat(exchange("PUT", "Squatted", IMAP_ONLY).status()).isEqualTo(200);
    }

    @Test
    void namesTheClientWhoseServiceAccountHasTheName() {
        exchange("PUT", "radius", IMAP_ONLY);

        HttpAnswer answer = exchange("PUT", "RADIUS", IMAP_ONLY);

        assertThat(answer.status()).isEqualTo(409);
        assertThat(error(answer)).contains("The client \"radius\" is in conflict with the gateway");
    }

    @Test
    void saysThatAnotherMayKnowTheSecretOfAClientThatWasThere() {
        clients.confidential("there", Map.of());

        JsonNode marked = exchange("PUT", "there", IMAP_ONLY).json();
        JsonNode changed = exchange("PUT", "there", IMAP_ONLY).json();
        JsonNode created = exchange("PUT", "not-there", IMAP_ONLY).json();

        assertThat(marked.path("client").asText()).isEqualTo("existing");
        assertThat(marked.path("detail").asText()).contains("regenerate its secret");
        assertThat(changed.path("detail").asText()).contains("settings were changed");
        assertThat(created.path("client").asText()).isEqualTo("created");
        assertThat(created.path("detail").asText()).contains("The field secret shows");
    }

    @Test
    void warnsOfAProtocolThatIsMostLikelyMisspelt() {
        HttpAnswer answer = exchange("PUT", "misspelt", Map.of("protocols", List.of("imaps", "smtp", "my-scanner")));

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.json().path("warning").asText())
                .contains("\"imaps\" (nearest: \"imap\")")
                .doesNotContain("my-scanner");
    }

    @Test
    void movesWithItsClientsId() {
        exchange("PUT", "old-id", IMAP_ONLY);
        clients.change("old-id", Map.of("clientId", "new-id"));

        assertThat(exchange("GET", "old-id", null).status()).isEqualTo(404);
        assertThat(exchange("GET", "new-id", null).json().path("problem").isNull())
                .isTrue();
    }

    @Test
    void tellsWhyAGatewayIsShutOut() {
        exchange("PUT", "shut", IMAP_ONLY);
        clients.change("shut", Map.of("enabled", false));

        assertThat(exchange("GET", "shut", null).json().path("problem").asText())
                .contains("enable it");
    }

    @Test
    void warnsWherePeopleChooseTheirMailboxesThemselves() {
        exchange("PUT", "warned", IMAP_ONLY);
        assertThat(exchange("GET", "warned", null).json().path("warning").isNull())
                .isTrue();

        realm.admin().put(realm.path(""), Map.of("editUsernameAllowed", true));
        HttpAnswer answer =
                exchange("PUT", "warned", exchange("GET", "warned", null).json());
        realm.admin().put(realm.path(""), Map.of("editUsernameAllowed", false));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("warning").asText()).contains("change their user names");
    }

    @Test
    void warnsWhereUserNamesAreAddressesThatNobodyChecks() {
        exchange("PUT", "addressed", IMAP_ONLY);
        String action = realm.path("/authentication/required-actions/UPDATE_EMAIL");
        ObjectNode updateEmail = realm.admin().get(action).deepCopy();
        try {
            realm.admin().put(realm.path(""), Map.of("registrationEmailAsUsername", true));
            realm.admin().put(action, updateEmail.put("enabled", false));
            assertThat(warning("addressed").isNull()).isTrue();

            realm.admin().put(action, updateEmail.put("enabled", true));
            assertThat(warning("addressed").asText()).contains("Email as username");

            realm.admin().put(realm.path(""), Map.of("verifyEmail", true));
            assertThat(warning("addressed").isNull()).isTrue();
        } finally {
            realm.admin().put(action, updateEmail.put("enabled", false));
            realm.admin().put(realm.path(""), Map.of("registrationEmailAsUsername", false, "verifyEmail", false));
        }
    }

    @Test
    void refusesTheAddressAsIdentityWhereUsersMayShareOne() {
        Map<String, Object> byAddress = Map.of("protocols", List.of(IMAP), "loginIdentity", "email");
        exchange("PUT", "there-before", byAddress);
        try {
            realm.admin().put(realm.path(""), Map.of("loginWithEmailAllowed", false, "duplicateEmailsAllowed", true));

            HttpAnswer answer = exchange("PUT", "shared", byAddress);
            assertThat(answer.status()).isEqualTo(400);
            assertThat(error(answer)).contains("Duplicate emails");
            assertThat(clients.get("shared").isMissingNode()).isTrue();
            assertThat(exchange("GET", "there-before", null)
                            .json()
                            .path("problem")
                            .asText())
                    .contains("Duplicate emails");
        } finally {
            realm.admin().put(realm.path(""), Map.of("loginWithEmailAllowed", true, "duplicateEmailsAllowed", false));
        }
    }

    private JsonNode warning(String clientId) {
        return exchange("GET", clientId, null).json().path("warning");
    }

    @Test
    void tellsAdminEvents() {
        exchange("PUT", "watched", IMAP_ONLY);
        exchange("PUT", "watched", Map.of("protocols", List.of("smtp")));
        exchange("DELETE", "watched", null);

        JsonNode events = realm.admin().get(realm.path("/admin-events?resourcePath=app-passwords/gateways/watched"));

        assertThat(events.findValuesAsText("operationType")).containsExactly("DELETE", "UPDATE", "CREATE");
        assertThat(events.path(1).path("representation").asText()).contains("smtp");
        assertThat(events.toString()).doesNotContain("\"secret\"").doesNotContain("\\\"secret\\\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "publicClient|true|turn \"Client authentication\" on",
                "enabled|false|enable it",
                "bearerOnly|true|bearer-only",
                "protocol|saml|OpenID Connect"
            })
    void refusesAClientThatCannotBeOneAndChangesNothing(String field, String value, String whatToDo) {
        String clientId = "unfit-" + field;
        clients.confidential(clientId, value.equals("saml") ? Clients.SAML : Map.of(field, Boolean.valueOf(value)));
        JsonNode before = clients.get(clientId);

        HttpAnswer answer = exchange("PUT", clientId, IMAP_ONLY);

        assertThat(answer.status()).isEqualTo(409);
        assertThat(error(answer)).contains(whatToDo).contains("nothing was changed");
        assertThat(clients.get(clientId)).isEqualTo(before);
        assertThat(exchange("GET", clientId, null).status()).isEqualTo(404);
    }

    @Test
    void refusesBadSettingsAndMakesNothing() {
        Map<Object, String> bad = new LinkedHashMap<>();
        bad.put(Map.of(), "protocols is missing");
        bad.put(Map.of("protocols", List.of()), "protocols is missing or empty");
        bad.put(Map.of("protocols", List.of("IMAP")), "\"IMAP\"");
        bad.put(Map.of("protocols", "imap"), "protocols must be a list of texts");
        bad.put(Map.of("protocols", List.of(IMAP), "networks", List.of("10.0.0.1/8")), "\"10.0.0.1/8\"");
        bad.put(Map.of("protocols", List.of(IMAP), "loginIdentity", "mail"), "loginIdentity is \"mail\"");
        bad.put(Map.of("protocols", List.of(IMAP), "nameComparison", "xmpp"), "nameComparison must be one of");
        bad.put(
                Map.of("protocols", List.of(IMAP), "domainPrefixes", List.of("A\\")),
                "domainPrefixes: A domain prefix is");
        bad.put(Map.of("protocols", List.of(IMAP), "requiredRole", "no-such-role"), "the role does not exist");
        bad.put(Map.of("protocols", List.of(IMAP), "required_role", "x"), "Unknown field \"required_role\"");
        bad.put(List.of(), "must be one object");
        bad.forEach((settings, message) -> {
            HttpAnswer answer = exchange("PUT", "bad", settings);
            assertThat(answer.status()).as(message).isEqualTo(400);
            assertThat(error(answer)).contains(message);
        });
        assertThat(clients.get("bad").isMissingNode()).isTrue();
    }

    /** Keycloak's own look-up by such a text would take one of them without a word. */
    @Test
    void refusesARequiredRoleThatFitsSeveral() {
        Map<String, Object> settings = Map.of("protocols", List.of(IMAP), "requiredRole", "staff.mail.user");
        realm.admin().post(realm.path("/roles"), Map.of("name", "staff.mail.user"));
        assertThat(exchange("PUT", "by-role", settings).status()).isEqualTo(200);

        // a client without such a role is in nobody's way
        clients.confidential("staff", Map.of());
        assertThat(exchange("PUT", "by-role", settings).status()).isEqualTo(200);
        role("staff", "mail.user");
        HttpAnswer ofTwo = exchange("PUT", "by-role", settings);
        clients.confidential("staff.mail", Map.of());
        role("staff.mail", "user");
        HttpAnswer ofThree = exchange("PUT", "by-role", settings);

        assertThat(ofTwo.status()).isEqualTo(400);
        assertThat(error(ofTwo))
                .contains(
                        "fits several roles: the realm role \"staff.mail.user\", the role \"mail.user\" of the client \"staff\"");
        assertThat(error(ofThree)).contains("the role \"user\" of the client \"staff.mail\"");
        assertThat(exchange("GET", "by-role", null).json().path("requiredRole").asText())
                .isEqualTo("staff.mail.user");
    }

    private void role(String clientId, String name) {
        String client = clients.get(clientId).path("id").asText();
        realm.admin().post(realm.path("/clients/" + client + "/roles"), Map.of("name", name));
    }

    @Test
    void refusesAClientIdThatKeycloakCannotKeepTheMarkOf() {
        assertThat(exchange("PUT", "x".repeat(240), IMAP_ONLY).status()).isEqualTo(400);
    }

    @Test
    void refusesAnAttributeThatOwnersCanEdit() {
        Map<String, Object> byAttribute = Map.of("protocols", List.of(IMAP), "loginIdentity", "attribute:mailbox");
        Profile profile = new Profile(realm);

        profile.attribute("mailbox", "admin", "user");
        HttpAnswer editable = exchange("PUT", "by-attribute", byAttribute);
        assertThat(editable.status()).isEqualTo(400);
        assertThat(error(editable)).contains("\"mailbox\"").contains("owners can edit");

        profile.attribute("mailbox", "admin");
        assertThat(exchange("PUT", "by-attribute", byAttribute).status()).isEqualTo(200);
    }

    @Test
    void refusesAnAttributeThatNoProfileProtects() {
        Map<String, Object> byAttribute = Map.of("protocols", List.of(IMAP), "loginIdentity", "attribute:unnamed");
        Profile profile = new Profile(realm);

        profile.unmanaged("ENABLED");
        assertThat(exchange("PUT", "by-unnamed", byAttribute).status()).isEqualTo(400);

        profile.unmanaged("ADMIN_EDIT");
        assertThat(exchange("PUT", "by-unnamed", byAttribute).status()).isEqualTo(200);
    }

    @Test
    void readingNeedsViewRealmAndWritingManageRealm() {
        Gateway gateway = realm.gateway("guarded", IMAP);
        RealmAdmin nobody = RealmAdmin.of(realm, "nobody");
        RealmAdmin viewer = RealmAdmin.of(realm, "viewer", "view-realm");
        RealmAdmin manager = RealmAdmin.of(realm, "manager", "manage-realm");
        RealmAdmin clientManager = RealmAdmin.of(realm, "client-manager", "manage-clients");
        String path = "/app-passwords/gateways/" + gateway.clientId();

        for (RealmAdmin outsider : List.of(nobody, clientManager)) {
            assertThat(outsider.exchange("GET", path, null).status()).isEqualTo(403);
            assertThat(outsider.exchange("PUT", path, IMAP_ONLY).status()).isEqualTo(403);
            assertThat(outsider.exchange("DELETE", path, null).status()).isEqualTo(403);
        }
        assertThat(viewer.exchange("GET", path, null).status()).isEqualTo(200);
        assertThat(viewer.exchange("GET", "/app-passwords/gateways", null).status())
                .isEqualTo(200);
        assertThat(viewer.exchange("PUT", path, IMAP_ONLY).status()).isEqualTo(403);
        assertThat(viewer.exchange("DELETE", path, null).status()).isEqualTo(403);
        assertThat(manager.exchange("PUT", path, IMAP_ONLY).status()).isEqualTo(200);
        // To make a client Keycloak's own permission is needed.
        assertThat(manager.exchange("PUT", "/app-passwords/gateways/not-mine", IMAP_ONLY)
                        .status())
                .isEqualTo(403);
        assertThat(manager.exchange("DELETE", path, null).status()).isEqualTo(200);
    }
}
