package io.github.keycloakapppasswords.stage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A realm of a test's own on a shared Keycloak, deleted when closed. */
public final class Realm implements AutoCloseable {
    private static final AtomicInteger NEXT = new AtomicInteger(1);
    /** Keycloak's default takes five times as long for each login. */
    private static final String CHEAP_PASSWORDS = "hashIterations(1)";

    private final @Nullable KeycloakServer keycloak;
    private final String serverUrl;
    private final AdminClient admin;
    private final String name;

    private Realm(@Nullable KeycloakServer keycloak, String serverUrl, AdminClient admin, String name) {
        this.keycloak = keycloak;
        this.serverUrl = serverUrl;
        this.admin = admin;
        this.name = name;
    }

    /** Makes a realm with Keycloak's defaults, events stored, and app passwords not turned on. */
    public static Realm create(KeycloakServer keycloak) {
        return create(keycloak, Map.of());
    }

    /**
     * Makes a realm.
     *
     * @param settings fields of the realm's representation that differ from the defaults
     */
    public static Realm create(KeycloakServer keycloak, Map<String, Object> settings) {
        Realm realm = new Realm(keycloak, keycloak.url(), keycloak.admin(), "realm-" + NEXT.getAndIncrement());
        Map<String, Object> representation = new LinkedHashMap<>(Map.of(
                "realm",
                realm.name,
                "enabled",
                true,
                "eventsEnabled",
                true,
                "adminEventsEnabled",
                true,
                "adminEventsDetailsEnabled",
                true,
                "components",
                RealmKeys.COMPONENTS,
                "passwordPolicy",
                CHEAP_PASSWORDS));
        representation.putAll(settings);
        realm.admin.post("", representation);
        return realm;
    }

    /** A realm that exists already, such as one that was imported. */
    public static Realm existing(KeycloakServer keycloak, String name) {
        return new Realm(keycloak, keycloak.url(), keycloak.admin(), name);
    }

    /**
     * A realm of a server that is no {@link KeycloakServer}, such as one in a container.
     *
     * @param serverUrl the server's address without a slash at the end
     */
    public static Realm at(String serverUrl, AdminClient admin, String name) {
        return new Realm(null, serverUrl, admin, name);
    }

    /** Turns app passwords on by the one documented call, and returns its report. */
    public JsonNode setUp() {
        return admin.put(path("/app-passwords/setup"), null).json();
    }

    /** Turns app passwords on, and their page in the account console, and returns the report. */
    public JsonNode setUpWithPage() {
        return admin.put(path("/app-passwords/setup?accountPage=true"), null).json();
    }

    /** Makes a user. */
    public Person user(NewUser user) {
        String id = admin.post(path("/users"), user.representation()).orElseThrow();
        return new Person(id, user.username(), user.password(), user.app());
    }

    /** Marks a gateway, made if it is not there, which knows users by their user names. */
    public Gateway gateway(String clientId, String... protocols) {
        return gateway(clientId, Map.of("protocols", List.of(protocols), "loginIdentity", "username"));
    }

    /**
     * Marks a gateway, made if it is not there.
     *
     * @param settings the body of the call
     */
    public Gateway gateway(String clientId, Map<String, Object> settings) {
        admin.put(path("/app-passwords/gateways/" + Http.encode(clientId)), settings);
        JsonNode client =
                admin.get(path("/clients?clientId=" + Http.encode(clientId))).path(0);
        JsonNode secret = admin.get(path("/clients/" + client.path("id").asText() + "/client-secret"));
        return new Gateway(clientId, secret.path("value").asText());
    }

    /**
     * Makes an app password without a browser; the server needs the fixture, see {@link Project#fixtureJar()}.
     *
     * @param protocols what it is for, such as {@code imap}
     */
    public AppPasswordOnPaper appPassword(Person person, String label, String... protocols) {
        return appPassword(person, label, List.of(), null, protocols);
    }

    /**
     * Makes an app password without a browser; the server needs the fixture, see {@link Project#fixtureJar()}.
     *
     * @param networks in CIDR notation; empty for anywhere
     * @param expiresAt ISO 8601, or null for never; may be past
     */
    public AppPasswordOnPaper appPassword(
            Person person, String label, List<String> networks, @Nullable String expiresAt, String... protocols) {
        Map<String, Object> wish = new LinkedHashMap<>(Map.of(
                "userId",
                person.id(),
                "label",
                label,
                "protocols",
                List.of(protocols),
                "networks",
                networks,
                "maximum",
                1000));
        wish.put("expiresAt", expiresAt);
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url() + "/app-passwords-fixture/issue"));
        HttpAnswer answer = new Http().send(Http.withJson(request, "POST", wish));
        if (answer.status() != 200) {
            throw new StageException("The fixture issued no app password: " + answer.status() + " " + answer.body());
        }
        return new AppPasswordOnPaper(
                answer.json().path("id").asText(), answer.json().path("secret").asText());
    }

    /** Sets the policy: all of the configuration of the required action. */
    public void policy(Map<String, String> config) {
        admin.put(path("/authentication/required-actions/configure-app-password/config"), Map.of("config", config));
    }

    /** Sets the policy by the handler at which Keycloak does not have it checked. */
    public void policyUnchecked(Map<String, String> config) {
        String path = path("/authentication/required-actions/configure-app-password");
        ObjectNode action = admin.get(path).deepCopy();
        config.forEach(action.putObject("config")::put);
        admin.put(path, action);
    }

    /** The credentials of a user as an admin sees them. */
    public JsonNode credentials(Person person) {
        return admin.get(path("/users/" + person.id() + "/credentials"));
    }

    /** The types of the credentials of a user. */
    public List<String> credentialTypes(Person person) {
        return credentials(person).findValuesAsText("type");
    }

    /** Revokes an app password as an admin does, through Keycloak's own REST interface. */
    public void revoke(Person person, String credentialId) {
        admin.delete(path("/users/" + person.id() + "/credentials/" + credentialId));
    }

    /** The stored user events of a type, newest first. */
    public JsonNode events(String type) {
        return admin.get(path("/events?max=200&type=" + Http.encode(type)));
    }

    /** The realm's name. */
    public String name() {
        return name;
    }

    /** The address of the realm without a slash at the end. */
    public String url() {
        return serverUrl + "/realms/" + name;
    }

    /** The address at which gateways ask. */
    public String validateUrl() {
        return url() + "/app-passwords/validate";
    }

    /** The admin REST interface, for all that has no method here; {@link #path} makes paths for it. */
    public AdminClient admin() {
        return admin;
    }

    /**
     * The server of this realm.
     *
     * @throws StageException if it was given by its address alone
     */
    public KeycloakServer keycloak() {
        if (keycloak == null) {
            throw new StageException("The server of this realm is not the stage's.");
        }
        return keycloak;
    }

    /** A path of the admin REST interface below this realm. */
    public String path(String below) {
        return "/" + name + below;
    }

    /** Deletes the realm. */
    @Override
    public void close() {
        admin.delete(path(""));
    }
}
