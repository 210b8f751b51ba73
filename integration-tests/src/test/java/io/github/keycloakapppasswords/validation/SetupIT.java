package io.github.keycloakapppasswords.validation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.keycloakapppasswords.stage.Gateway;
import io.github.keycloakapppasswords.stage.HttpAnswer;
import io.github.keycloakapppasswords.stage.KeycloakServer;
import io.github.keycloakapppasswords.stage.NewUser;
import io.github.keycloakapppasswords.stage.Person;
import io.github.keycloakapppasswords.stage.Realm;
import io.github.keycloakapppasswords.stage.SharedKeycloak;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Turning app passwords on in realms of every state. */
@ExtendWith(SharedKeycloak.class)
class SetupIT {

    private static final String ACTION = "configure-app-password";
    private static final String FLOW = "app passwords direct grant";
    private static final String FLOW_PATH = "/authentication/flows/app%20passwords%20direct%20grant/executions";

    private final Realm realm;

    SetupIT(KeycloakServer keycloak) {
        realm = Realm.create(keycloak);
    }

    @AfterEach
    void removeRealm() {
        realm.close();
    }

    private JsonNode state() {
        return realm.admin().get(realm.path("/app-passwords/setup"));
    }

    private static String statuses(JsonNode report) {
        return report.path("requiredAction").path("status").asText() + " "
                + report.path("directGrantFlow").path("status").asText();
    }

    private JsonNode action() {
        return realm.admin().get(realm.path("/authentication/required-actions/" + ACTION));
    }

    private void changeAction(String field, boolean value) {
        Map<String, Object> action = new LinkedHashMap<>();
        action().properties().forEach(entry -> action.put(entry.getKey(), entry.getValue()));
        action.put(field, value);
        realm.admin().put(realm.path("/authentication/required-actions/" + ACTION), action);
    }

    private JsonNode executions() {
        return realm.admin().get(realm.path(FLOW_PATH));
    }

    @Test
    void makesWhatIsMissingOnce() {
        assertThat(statuses(state())).isEqualTo("missing missing");

        assertThat(statuses(realm.setUp())).isEqualTo("created created");
        assertThat(state().path("mailLinks").path("status").asText()).isEqualTo("kept");

        assertThat(statuses(state())).isEqualTo("kept kept");
        assertThat(statuses(realm.setUp())).isEqualTo("kept kept");
        assertThat(action().path("enabled").asBoolean()).isTrue();
        assertThat(action().path("defaultAction").asBoolean()).isFalse();
        assertThat(executions()).hasSize(1);
        assertThat(executions().path(0).path("requirement").asText()).isEqualTo("REQUIRED");
        assertThat(executions().path(0).path("providerId").asText()).isEqualTo("app-password-direct-grant");
    }

    @Test
    void leavesTheRealmsOwnFlowsAlone() {
        String before =
                realm.admin().get(realm.path("")).path("directGrantFlow").asText();

        realm.setUp();

        JsonNode after = realm.admin().get(realm.path(""));
        assertThat(after.path("directGrantFlow").asText()).isEqualTo(before).isEqualTo("direct grant");
    }

    @Test
    void letsTheAccountConsoleListAppPasswords() {
        realm.setUp();
        Person alice = realm.user(NewUser.named("alice"));
        realm.appPassword(alice, "phone", "imap");

        JsonNode listed = new AccountApi(realm).credentials(alice);

        assertThat(listed.findValuesAsText("type")).contains("app-password");
        assertThat(listed.findValuesAsText("userLabel")).contains("phone");
    }

    @Test
    void tellsAdminEvents() {
        realm.setUp();

        JsonNode events = realm.admin().get(realm.path("/admin-events?operationTypes=CREATE"));

        assertThat(events.findValuesAsText("resourceType")).contains("REQUIRED_ACTION", "AUTH_FLOW", "AUTH_EXECUTION");
        int before = events.size();
        realm.setUp();
        assertThat(realm.admin().get(realm.path("/admin-events?operationTypes=CREATE")))
                .hasSize(before);
    }

    /** The realm's account theme is the admin's: it changes on demand only, and one of the admin's own never. */
    @Nested
    class AccountPage {

        private String status(JsonNode report) {
            return report.path("accountPage").path("status").asText();
        }

        private JsonNode turnOn() {
            return realm.admin()
                    .put(realm.path("/app-passwords/setup?accountPage=true"), null)
                    .json();
        }

        private String theme() {
            return realm.admin().get(realm.path("")).path("accountTheme").asText();
        }

        @Test
        void isSetWhenAskedFor() {
            assertThat(status(realm.setUp())).isEqualTo("off");
            assertThat(state().path("summary").asText()).startsWith("App passwords are set up");
            assertThat(theme()).isEmpty();

            assertThat(status(turnOn())).isEqualTo("created");
            assertThat(theme()).isEqualTo("app-passwords");
            assertThat(realm.admin()
                            .get(realm.path("/admin-events?operationTypes=UPDATE&resourceTypes=REALM"))
                            .findValuesAsText("representation"))
                    .anyMatch(representation -> representation.contains("app-passwords"));

            assertThat(status(turnOn())).isEqualTo("kept");
            assertThat(status(state())).isEqualTo("kept");
        }

        @Test
        void leavesAThemeOfTheAdmins() {
            realm.admin().put(realm.path(""), Map.of("accountTheme", "university"));

            assertThat(status(turnOn())).isEqualTo("warning");
            assertThat(theme()).isEqualTo("university");
        }

        /** An empty value does not reach the method: it is as if the parameter was left out, and changes nothing. */
        @ParameterizedTest
        @ValueSource(strings = {"accountPage=foo", "accountPage=True", "accountPage=true&accountPage=false"})
        void refusesAnAnswerThatIsNeitherTrueNorFalse(String query) {
            HttpAnswer refused = realm.admin().exchange("PUT", realm.path("/app-passwords/setup?" + query), null);

            assertThat(refused.status()).as(refused.body()).isEqualTo(400);
            assertThat(refused.json().path("field").asText()).isEqualTo("accountPage");
            assertThat(statuses(state())).isEqualTo("missing missing");
        }
    }

    @Nested
    class Hints {

        private String hints() {
            return state().path("hints").toString();
        }

        @Test
        void nothingIsConnectedYet() {
            realm.setUp();
            assertThat(state().path("summary").asText())
                    .isEqualTo("App passwords are set up in the realm " + realm.name() + ".");
            assertThat(hints()).contains("No gateway is connected yet");

            realm.gateway("dovecot", "imap");

            assertThat(hints()).isEqualTo("[]");
        }

        @Test
        void aFlowOfTheDirectGrantServesItsProtocol() {
            realm.setUp();
            new DirectGrantFlow(realm).setProtocol("webdav");

            assertThat(hints()).doesNotContain("No gateway is connected yet");
        }

        @Test
        void noAppPasswordCanBeForWhatIsServed() {
            realm.setUp();
            realm.gateway("dovecot", "imap", "imaps");
            assertThat(hints()).contains("No app password can be made for imaps");

            realm.policy(Map.of("protocols", "smtp"));

            assertThat(hints()).contains("No user can make an app password").contains("the gateways serve imap, imaps");
        }

        @Test
        void aGatewayIsShutOut() {
            realm.gateway("dovecot", "imap");
            new Clients(realm).change("dovecot", Map.of("enabled", false));

            assertThat(hints()).contains("The gateway \\\"dovecot\\\" is shut out");
        }

        @Test
        void thePolicyIsInvalid() {
            realm.setUp();
            realm.policyUnchecked(Map.of("maximum-per-user", "many"));

            assertThat(hints()).contains("The policy is invalid").contains("maximum-per-user");
        }

        @Test
        void eventsAreNotSaved() {
            assertThat(hints()).doesNotContain("are not saved");

            realm.admin().put(realm.path(""), Map.of("eventsEnabled", false, "adminEventsEnabled", false));

            assertThat(hints()).contains("User events are not saved").contains("Admin events are not saved");
        }
    }

    @Nested
    class HalfSetUp {

        @Test
        void keepsAnActionWithItsSettings() {
            realm.setUp();
            realm.policy(Map.of("maximum-per-user", "7"));
            deleteFlow();

            assertThat(statuses(realm.setUp())).isEqualTo("kept created");
            assertThat(realm.admin()
                            .get(realm.path("/authentication/required-actions/" + ACTION + "/config"))
                            .toString())
                    .contains("\"7\"");
        }

        @Test
        void fillsAnEmptyFlowOfTheName() {
            addFlow();

            assertThat(statuses(realm.setUp())).isEqualTo("created created");
            assertThat(executions()).hasSize(1);
        }

        @Test
        void keepsAFlowOfAnotherNameThatHasOurExecution() {
            realm.setUp();
            realm.admin()
                    .post(
                            realm.path("/authentication/flows/app%20passwords%20direct%20grant/copy"),
                            Map.of("newName", "mine"));
            deleteFlow();

            JsonNode report = realm.setUp();

            assertThat(statuses(report)).isEqualTo("kept kept");
            assertThat(report.path("directGrantFlow").path("detail").asText()).contains("\"mine\"");
        }
    }

    @Nested
    class Conflicts {

        private void assertConflict(String part, String whatToDo) {
            JsonNode report = realm.setUp();
            assertThat(report.path(part).path("status").asText()).isEqualTo("conflict");
            assertThat(report.path(part).path("detail").asText()).contains(whatToDo);
        }

        @Test
        void aDisabledActionStaysDisabled() {
            realm.setUp();
            changeAction("enabled", false);

            assertConflict("requiredAction", "enable it");
            assertThat(action().path("enabled").asBoolean()).isFalse();
        }

        @Test
        void aDefaultActionStaysOne() {
            realm.setUp();
            changeAction("defaultAction", true);

            assertConflict("requiredAction", "turn \"Set as default action\" off");
        }

        @Test
        void aDisabledExecutionStaysDisabled() {
            realm.setUp();
            Map<String, Object> execution = new LinkedHashMap<>();
            executions().path(0).properties().forEach(entry -> execution.put(entry.getKey(), entry.getValue()));
            execution.put("requirement", "DISABLED");
            realm.admin().put(realm.path(FLOW_PATH), execution);

            assertConflict("directGrantFlow", "set it to Required");
            assertThat(executions().path(0).path("requirement").asText()).isEqualTo("DISABLED");
        }

        @Test
        void anotherFlowOfTheNameIsNotTouched() {
            addFlow();
            realm.admin()
                    .post(realm.path(FLOW_PATH + "/execution"), Map.of("provider", "direct-grant-validate-username"));

            assertConflict("directGrantFlow", "rename or delete it");
            assertThat(executions()).hasSize(1);
        }
    }

    /** A client whose tokens a gateway takes beside app passwords. */
    @Nested
    class OauthClient {

        private JsonNode make(String clientId, String gateway) {
            return realm.admin()
                    .put(realm.path("/app-passwords/setup"), request(clientId, gateway))
                    .json();
        }

        private Map<String, Object> request(String clientId, String gateway) {
            return Map.of(
                    "oauthClient",
                    Map.of(
                            "clientId",
                            clientId,
                            "gateway",
                            gateway,
                            "redirectUris",
                            List.of("https://webmail.example.org/*")));
        }

        private String status(JsonNode report) {
            return report.path("oauthClient").path("status").asText();
        }

        private JsonNode client(String clientId) {
            return realm.admin()
                    .get(realm.path("/clients?clientId=" + clientId))
                    .path(0);
        }

        @Test
        void isMadeOnlyWhenAskedFor() {
            realm.gateway("dovecot", "imap");
            assertThat(realm.setUp().has("oauthClient")).isFalse();

            assertThat(status(make("webmail", "dovecot"))).isEqualTo("created");

            JsonNode made = client("webmail");
            assertThat(made.path("publicClient").asBoolean()).isFalse();
            assertThat(made.path("fullScopeAllowed").asBoolean()).isFalse();
            assertThat(made.path("directAccessGrantsEnabled").asBoolean()).isFalse();
            assertThat(made.path("protocolMappers").findValuesAsText("protocolMapper"))
                    .containsExactlyInAnyOrder("oidc-audience-mapper", "app-passwords-login-identity");
            assertThat(status(make("webmail", "dovecot"))).isEqualTo("kept");
            assertThat(client("webmail")).isEqualTo(made);
        }

        @Test
        void aClientThatIsThereGetsTheMappersAndNothingElse() {
            realm.gateway("dovecot", "imap");
            realm.admin()
                    .post(
                            realm.path("/clients"),
                            Map.of("clientId", "webmail", "publicClient", true, "directAccessGrantsEnabled", false));

            assertThat(status(make("webmail", "dovecot"))).isEqualTo("created");

            assertThat(client("webmail").path("publicClient").asBoolean()).isTrue();
            assertThat(client("webmail").path("protocolMappers")).hasSize(2);
            JsonNode events = realm.admin().get(realm.path("/admin-events?operationTypes=CREATE"));
            assertThat(events.findValuesAsText("resourceType")).contains("PROTOCOL_MAPPER");
        }

        @Test
        void aMapperForAnotherGatewayIsNotTouched() {
            realm.gateway("dovecot", "imap");
            realm.gateway("another", "imap");
            make("webmail", "dovecot");

            JsonNode report = make("webmail", "another");

            assertThat(status(report)).isEqualTo("conflict");
            assertThat(report.path("summary").asText()).contains("a conflict prevents the set-up");
            assertThat(client("webmail").path("protocolMappers").toString()).doesNotContain("another");
        }

        /** The admin console writes every setting of a mapper that it saves. */
        @Test
        void aMapperThatAnAdminHasSavedIsKept() {
            realm.gateway("dovecot", "imap");
            make("webmail", "dovecot");
            String mappers = "/clients/" + client("webmail").path("id").asText() + "/protocol-mappers/models/";
            for (JsonNode mapper : client("webmail").path("protocolMappers")) {
                ((ObjectNode) mapper.path("config")).put("lightweight.claim", "false");
                realm.admin().put(realm.path(mappers + mapper.path("id").asText()), mapper);
            }

            assertThat(status(make("webmail", "dovecot"))).isEqualTo("kept");
        }

        /** Their tokens would open mailboxes without a second factor, or by an app password for one protocol. */
        @Test
        void aClientThatNeedsNoSignInPageIsRefused() {
            realm.gateway("dovecot", "imap");
            realm.setUp();
            Clients clients = new Clients(realm);
            clients.confidential("by-password", Map.of());
            clients.confidential(
                    "by-app-password",
                    Map.of(
                            "directAccessGrantsEnabled",
                            false,
                            "authenticationFlowBindingOverrides",
                            Map.of("direct_grant", new DirectGrantFlow(realm).id())));

            assertConflict("by-password", "turn off Direct access grants");
            assertConflict("by-app-password", "remove the binding");

            clients.change("by-password", Map.of("directAccessGrantsEnabled", false));
            assertThat(status(make("by-password", "dovecot"))).isEqualTo("created");
        }

        @Test
        void aClientThatIsNotOfOpenIdConnectAndTheGatewayItselfAreRefused() {
            realm.gateway("dovecot", "imap");
            new Clients(realm).confidential("of-saml", Clients.SAML);

            assertConflict("of-saml", "OpenID Connect");
            assertConflict("dovecot", "is the gateway itself");
        }

        private void assertConflict(String clientId, String whatToDo) {
            JsonNode part = make(clientId, "dovecot").path("oauthClient");
            assertThat(part.path("status").asText()).as(part.toString()).isEqualTo("conflict");
            assertThat(part.path("detail").asText()).contains(whatToDo);
            assertThat(client(clientId).path("protocolMappers").toString()).doesNotContain("app-passwords");
        }

        /** An app password is for one protocol and certain networks, and a token is for all. */
        @Test
        void inASessionThatAnAppPasswordOpenedTheClaimIsEmpty() {
            Gateway dovecot = realm.gateway("dovecot", "imap");
            Person anna = realm.user(NewUser.named("anna"));
            Gateway webmail = webmailOf("dovecot");
            assertThat(loginIdentity(dovecot, token(webmail, anna.password()))).isEqualTo("anna");

            DirectGrantFlow flow = new DirectGrantFlow(realm);
            flow.setProtocol("imap");
            new Clients(realm)
                    .change("webmail", Map.of("authenticationFlowBindingOverrides", Map.of("direct_grant", flow.id())));
            String phone = realm.appPassword(anna, "phone", "imap").secret();

            assertThat(loginIdentity(dovecot, token(webmail, phone))).isEmpty();
        }

        @Test
        void theClaimForOneGatewayIsEmptyForAnother() {
            Gateway dovecot = realm.gateway("dovecot", "imap");
            Gateway another = realm.gateway("another", "imap");
            Person anna = realm.user(NewUser.named("anna"));
            Gateway webmail = webmailOf("another");
            String mappers = "/clients/" + client("webmail").path("id").asText() + "/protocol-mappers/models";
            realm.admin()
                    .post(
                            realm.path(mappers),
                            Map.of(
                                    "name",
                                    "audience",
                                    "protocol",
                                    "openid-connect",
                                    "protocolMapper",
                                    "oidc-audience-mapper",
                                    "config",
                                    Map.of("included.client.audience", "dovecot", "access.token.claim", "true")));
            String token = token(webmail, anna.password());

            assertThat(loginIdentity(another, token)).isEqualTo("anna");
            assertThat(loginIdentity(dovecot, token)).isEmpty();
        }

        /** As the page has it, but for the password grant, which saves the test a browser. */
        private Gateway webmailOf(String gateway) {
            assertThat(status(make("webmail", gateway))).isEqualTo("created");
            new Clients(realm).change("webmail", Map.of("directAccessGrantsEnabled", true));
            return new Gateway("webmail", client("webmail").path("secret").asText());
        }

        private String token(Gateway webmail, String password) {
            HttpAnswer answer = new Tokens(realm).passwordGrant(webmail, "anna", password, Map.of("scope", "openid"));
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            return answer.json().path("access_token").asText();
        }

        private String loginIdentity(Gateway requester, String token) {
            JsonNode answer = new Tokens(realm).introspect(requester, token);
            assertThat(answer.path("active").asBoolean()).as(answer.toString()).isTrue();
            assertThat(answer.has("login_identity")).as(answer.toString()).isTrue();
            return answer.path("login_identity").asText();
        }

        @Test
        void withoutTheGatewayNothingIsMade() {
            assertThat(status(make("webmail", "dovecot"))).isEqualTo("conflict");

            assertThat(client("webmail").isMissingNode()).isTrue();
        }

        @Test
        void anythingElseInTheBodyIsRefused() {
            for (Object body : List.of(
                    NullNode.getInstance(),
                    List.of(),
                    "text",
                    Map.of("oauthclient", Map.of()),
                    Map.of("oauthClient", NullNode.getInstance()),
                    Map.of("oauthClient", Map.of("clientId", "webmail", "gateway", 7, "redirectUris", List.of())),
                    Map.of("oauthClient", Map.of("clientId", "webmail")),
                    Map.of("oauthClient", Map.of("clientId", " ", "gateway", "dovecot", "redirectUris", List.of())))) {
                HttpAnswer answer = realm.admin().exchange("PUT", realm.path("/app-passwords/setup"), body);
                assertThat(answer.status()).as(body.toString()).isEqualTo(400);
                assertThat(answer.json().path("error").asText()).isEqualTo("invalid_request");
                assertThat(answer.json().path("error_description").asText()).endsWith(".");
                assertThat(answer.header("Cache-Control")).contains("no-store");
            }
        }

        @Test
        void needsManageClientsToo() {
            realm.gateway("dovecot", "imap");
            RealmAdmin manager = RealmAdmin.of(realm, "manager", "manage-realm");

            assertThat(manager.exchange("PUT", "/app-passwords/setup", request("webmail", "dovecot"))
                            .status())
                    .isEqualTo(403);
            assertThat(client("webmail").isMissingNode()).isTrue();
            make("webmail", "dovecot");
            realm.gateway("another", "imap");
            assertThat(manager.exchange("PUT", "/app-passwords/setup", request("webmail", "another"))
                            .status())
                    .isEqualTo(403);
        }
    }

    private void addFlow() {
        realm.admin()
                .post(
                        realm.path("/authentication/flows"),
                        Map.of("alias", FLOW, "providerId", "basic-flow", "topLevel", true, "builtIn", false));
    }

    private void deleteFlow() {
        for (JsonNode flow : realm.admin().get(realm.path("/authentication/flows"))) {
            if (flow.path("alias").asText().equals(FLOW)) {
                realm.admin()
                        .delete(realm.path(
                                "/authentication/flows/" + flow.path("id").asText()));
            }
        }
    }

    @Nested
    class Permissions {

        @Test
        void readingNeedsViewRealmAndWritingManageRealm() {
            RealmAdmin nobody = RealmAdmin.of(realm, "nobody");
            RealmAdmin viewer = RealmAdmin.of(realm, "viewer", "view-realm");
            RealmAdmin manager = RealmAdmin.of(realm, "manager", "manage-realm");

            assertThat(status(nobody, "GET")).isEqualTo(403);
            assertThat(status(nobody, "PUT")).isEqualTo(403);
            assertThat(status(viewer, "GET")).isEqualTo(200);
            assertThat(status(viewer, "PUT")).isEqualTo(403);
            assertThat(statuses(state())).isEqualTo("missing missing");
            assertThat(status(manager, "PUT")).isEqualTo(200);
            assertThat(statuses(state())).isEqualTo("kept kept");
        }

        private int status(RealmAdmin admin, String method) {
            HttpAnswer answer = admin.exchange(method, "/app-passwords/setup", null);
            return answer.status();
        }

        @Test
        void anotherRealmsManagerMayNothing() {
            try (Realm other = Realm.create(realm.keycloak())) {
                RealmAdmin theirs = RealmAdmin.of(other, "manager", "manage-realm");
                assertThat(theirs.in(realm)
                                .exchange("PUT", "/app-passwords/setup", null)
                                .status())
                        .isIn(401, 403, 404);
                assertThat(statuses(state())).isEqualTo("missing missing");
            }
        }
    }

    @Test
    void isOneCommandOfKeycloaksOwnTool() {
        Kcadm kcadm = new Kcadm(realm);

        assertThat(kcadm.run(List.of("update", "app-passwords/setup", "-r", realm.name(), "-o")))
                .contains("\"created\"")
                .contains("\"summary\" : \"App passwords are set up in the realm " + realm.name());
        // As the guide says: kcadm.sh prints the answer to an update with -o only.
        assertThat(kcadm.run(List.of("update", "app-passwords/setup", "-r", realm.name())))
                .doesNotContain("summary");
        assertThat(kcadm.run(List.of("get", "app-passwords/setup", "-r", realm.name())))
                .contains("\"summary\" : \"App passwords are set up")
                .contains("No gateway is connected yet");
        realm.gateway("dovecot", "imap");
        String request = "{\"oauthClient\":{\"clientId\":\"roundcube\",\"gateway\":\"dovecot\","
                + "\"redirectUris\":[\"https://webmail.example.org/index.php/login/oauth\"]}}";
        assertThat(kcadm.run(List.of("update", "app-passwords/setup", "-r", realm.name(), "-o", "-b", request)))
                .contains("The client \"roundcube\" was made".replace("\"", "\\\""));
    }
}
