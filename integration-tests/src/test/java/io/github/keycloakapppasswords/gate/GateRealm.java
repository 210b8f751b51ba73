package io.github.keycloakapppasswords.gate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.keycloakapppasswords.stage.Http;
import io.github.keycloakapppasswords.stage.KeycloakServer;
import io.github.keycloakapppasswords.stage.NewUser;
import io.github.keycloakapppasswords.stage.Person;
import io.github.keycloakapppasswords.stage.Realm;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A realm of a test's own where app passwords can be made. */
public final class GateRealm implements AutoCloseable {

    static final String ACTION = "configure-app-password";

    private final Realm realm;

    private GateRealm(Realm realm) {
        this.realm = realm;
    }

    static GateRealm create(KeycloakServer keycloak) {
        return create(keycloak, Map.of());
    }

    /**
     * Makes a realm with the action registered and enabled.
     *
     * @param settings fields of the realm's representation that differ from the defaults
     */
    public static GateRealm create(KeycloakServer keycloak, Map<String, Object> settings) {
        Realm realm = Realm.create(keycloak, settings);
        realm.admin()
                .post(
                        realm.path("/authentication/register-required-action"),
                        Map.of("providerId", ACTION, "name", "Create App Password"));
        return new GateRealm(realm);
    }

    /** A realm in which the action is registered. */
    public static GateRealm of(Realm realm) {
        return new GateRealm(realm);
    }

    /** The realm itself. */
    public Realm realm() {
        return realm;
    }

    Person user(NewUser user) {
        return realm.user(user);
    }

    /** The browser flow asks for the password and for nothing else. */
    public void loginWithoutSecondFactor() {
        require("browser", execution("browser", "Browser - Conditional 2FA"), "DISABLED");
    }

    /** The browser flow passes a conditional one-time password form that is configured to skip. */
    void loginWithSkippedSecondFactor() {
        String flow = "skipping";
        realm.admin().post(realm.path("/authentication/flows/browser/copy"), Map.of("newName", flow));
        require(flow, execution(flow, flow + " Browser - Conditional 2FA"), "DISABLED");
        String forms = Http.encode(flow + " forms");
        realm.admin()
                .post(
                        realm.path("/authentication/flows/" + forms + "/executions/execution"),
                        Map.of("provider", "auth-conditional-otp-form"));
        JsonNode form = execution(flow, "Conditional OTP Form");
        require(flow, form, "REQUIRED");
        realm.admin()
                .post(
                        realm.path(
                                "/authentication/executions/" + form.path("id").asText() + "/config"),
                        Map.of("alias", "skip", "config", Map.of("defaultOtpOutcome", "skip")));
        realm.admin().put(realm.path(""), Map.of("browserFlow", flow));
    }

    /** The browser flow asks for the password, and only who asks for level 2 ({@code acr_values}) for a one-time code, each time. */
    void loginThatStepsUp() {
        String flows = "/authentication/flows";
        realm.admin()
                .post(
                        realm.path(flows),
                        Map.of("alias", "stepping", "providerId", "basic-flow", "topLevel", true, "builtIn", false));
        add("stepping", "auth-cookie", "ALTERNATIVE");
        addFlow("stepping", "steps", "ALTERNATIVE");
        addLevel(1, 36_000, "auth-username-password-form");
        addLevel(2, 0, "auth-otp-form");
        realm.admin().put(realm.path(""), Map.of("browserFlow", "stepping"));
    }

    private void addLevel(int level, int maxAgeSeconds, String authenticator) {
        String name = "level-" + level;
        addFlow("steps", name, "CONDITIONAL");
        String condition = add(name, "conditional-level-of-authentication", "REQUIRED");
        realm.admin()
                .post(
                        realm.path("/authentication/executions/" + condition + "/config"),
                        Map.of(
                                "alias",
                                name,
                                "config",
                                Map.of(
                                        "loa-condition-level", String.valueOf(level),
                                        "loa-max-age", String.valueOf(maxAgeSeconds))));
        add(name, authenticator, "REQUIRED");
    }

    private void addFlow(String parent, String alias, String requirement) {
        realm.admin()
                .post(
                        realm.path("/authentication/flows/" + parent + "/executions/flow"),
                        Map.of("alias", alias, "type", "basic-flow", "provider", "registration-page-form"));
        require(parent, execution(parent, alias), requirement);
    }

    /** Returns the execution's id. */
    private String add(String flow, String provider, String requirement) {
        realm.admin()
                .post(
                        realm.path("/authentication/flows/" + flow + "/executions/execution"),
                        Map.of("provider", provider));
        JsonNode added = executions(flow)
                .filter(execution ->
                        provider.equals(execution.path("providerId").asText()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("No execution of " + provider));
        require(flow, added, requirement);
        return added.path("id").asText();
    }

    private void require(String flow, JsonNode execution, String requirement) {
        ((ObjectNode) execution).put("requirement", requirement);
        realm.admin().put(realm.path("/authentication/flows/" + flow + "/executions"), execution);
    }

    private Stream<JsonNode> executions(String flow) {
        return StreamSupport.stream(
                realm.admin()
                        .get(realm.path("/authentication/flows/" + flow + "/executions"))
                        .spliterator(),
                false);
    }

    private JsonNode execution(String flow, String name) {
        return executions(flow)
                .filter(execution -> name.equals(execution.path("displayName").asText()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("No execution " + name + " in " + flow));
    }

    /** The user name form takes a passkey instead of name and password. */
    void passkeysInTheUserNameForm() {
        // without the name, Keycloak ignores the rest of the policy
        realm.admin()
                .put(
                        realm.path(""),
                        Map.of(
                                "webAuthnPolicyPasswordlessRpEntityName",
                                "keycloak",
                                "webAuthnPolicyPasswordlessPasskeysEnabled",
                                true));
    }

    /** Leaves the user without a main password. */
    void removePassword(Person person) {
        for (JsonNode credential : realm.credentials(person)) {
            if ("password".equals(credential.path("type").asText())) {
                realm.revoke(person, credential.path("id").asText());
            }
        }
    }

    /** Switches one of Keycloak's enrolments on, and has the account console show what it enrols. */
    private void enrolment(String alias, String authenticator) {
        requiredAction(alias, true);
        realm.admin()
                .post(
                        realm.path("/authentication/flows"),
                        Map.of("alias", alias, "providerId", "basic-flow", "topLevel", true, "builtIn", false));
        add(alias, authenticator, "REQUIRED");
    }

    void securityKeys() {
        enrolment("webauthn-register", "webauthn-authenticator");
    }

    /** Users can set up passkeys, and see them in the account console. */
    public void passkeys() {
        enrolment("webauthn-register-passwordless", "webauthn-authenticator-passwordless");
    }

    /** Switches one of Keycloak's required actions on or off. */
    void requiredAction(String alias, boolean enabled) {
        String path = realm.path("/authentication/required-actions/" + alias);
        JsonNode action = realm.admin().get(path);
        ((ObjectNode) action).put("enabled", enabled);
        realm.admin().put(path, action);
    }

    /** Has the user enrol something, or do another required action, at the next login. */
    void require(Person person, String... actions) {
        realm.admin().put(realm.path("/users/" + person.id()), Map.of("requiredActions", List.of(actions)));
    }

    /** The labels of the user's app passwords. */
    List<String> appPasswords(Person person) {
        return StreamSupport.stream(realm.credentials(person).spliterator(), false)
                .filter(credential ->
                        "app-password".equals(credential.path("type").asText()))
                .map(credential -> credential.path("userLabel").asText())
                .toList();
    }

    /** The only app password of a user. */
    JsonNode appPassword(Person person) {
        List<JsonNode> made = StreamSupport.stream(realm.credentials(person).spliterator(), false)
                .filter(credential ->
                        "app-password".equals(credential.path("type").asText()))
                .toList();
        if (made.size() != 1) {
            throw new AssertionError("Not one app password but " + made);
        }
        return made.get(0);
    }

    @Override
    public void close() {
        realm.close();
    }
}
