package io.github.keycloakapppasswords.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.keycloakapppasswords.bench.Request.Answer;
import io.github.keycloakapppasswords.stage.Gateway;
import io.github.keycloakapppasswords.stage.Http;
import io.github.keycloakapppasswords.stage.KeycloakServer;
import io.github.keycloakapppasswords.stage.NewUser;
import io.github.keycloakapppasswords.stage.Person;
import io.github.keycloakapppasswords.stage.Realm;
import io.github.keycloakapppasswords.stage.StageException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A realm with a few users and the gateway of the benchmark, and the requests about them. */
final class Subjects {

    static final String CEILING = "empty realm resource, same body";
    static final String VALIDATE = "validate, 1 app password";
    static final String VALIDATE_25 = "validate, 25 app passwords";
    static final String VALIDATE_100 = "validate, 100 app passwords";
    static final String WRONG = "validate, a wrong secret";
    static final String MAIN_PASSWORD = "validate, a main password";
    static final String UNKNOWN = "validate, an unknown name";
    static final String MADE_UP_NAMES = "validate, made-up names";
    static final String MADE_UP_ADDRESSES = "validate, made-up addresses";
    static final String NGINX_MAIL = "nginx-mail";
    static final String BASIC = "basic";
    static final String INTROSPECTION = "token introspection";
    static final String GRANT = "password grant, main password";
    static final String APP_PASSWORD_GRANT = "password grant, app password";
    static final String OWNERS_LIST = "an owner's list of 100";
    static final String ADMINS_LIST = "an admin's list of 100";

    private static final String JSON = "application/json";
    private static final String FORM = "application/x-www-form-urlencoded";
    static final String ADDRESS = "192.0.2.1";

    private static final int LIFETIME_SECONDS = 7200;

    private final KeycloakServer keycloak;
    private final Realm realm;
    private final Gateway gateway;
    private final Person one;
    private final String secretOfOne;
    private final Person some;
    private final String secretOfSome;
    private final Person hundred;
    private final String secretOfHundred;

    Subjects(KeycloakServer keycloak) {
        this.keycloak = keycloak;
        // A gateway asks about many users: no realm would store an event for each token that is introspected.
        realm = Realm.create(
                keycloak,
                Map.of("eventsEnabled", false, "adminEventsEnabled", false, "accessTokenLifespan", LIFETIME_SECONDS));
        realm.setUp();
        realm.admin().put("/master", Map.of("accessTokenLifespan", LIFETIME_SECONDS));
        gateway = realm.gateway(
                "bench", Map.of("protocols", List.of("imap", "caldav"), "backends", Map.of("imap", "127.0.0.1:143")));
        one = realm.user(NewUser.named("one"));
        secretOfOne = appPasswords(one, 1);
        some = realm.user(NewUser.named("some"));
        secretOfSome = appPasswords(some, 25);
        hundred = realm.user(NewUser.named("hundred"));
        secretOfHundred = appPasswords(hundred, 100);
        client("grant", Map.of());
        client(
                "app-password-grant",
                Map.of(
                        "fullScopeAllowed",
                        false,
                        "defaultClientScopes",
                        List.of("basic", "acr"),
                        "optionalClientScopes",
                        List.of(),
                        "authenticationFlowBindingOverrides",
                        Map.of("direct_grant", appPasswordFlow())));
    }

    /** The secret of the last one. */
    private String appPasswords(Person person, int number) {
        String last = "";
        for (int i = 0; i < number; i++) {
            last = realm.appPassword(person, "Device " + i, "imap", "caldav").secret();
        }
        return last;
    }

    private void client(String id, Map<String, Object> more) {
        Map<String, Object> client = new LinkedHashMap<>(Map.of(
                "clientId",
                id,
                "secret",
                gateway.secret(),
                "directAccessGrantsEnabled",
                true,
                "standardFlowEnabled",
                false));
        client.putAll(more);
        realm.admin().post(realm.path("/clients"), client);
    }

    /** The id of the flow that the set-up has made, which counts as IMAP from now on. */
    private String appPasswordFlow() {
        String alias = "app passwords direct grant";
        String config = realm.path("/authentication/config/"
                + realm.admin()
                        .get(realm.path("/authentication/flows/" + alias.replace(" ", "%20") + "/executions"))
                        .path(0)
                        .path("authenticationConfig")
                        .asText());
        ObjectNode settings = realm.admin().get(config).deepCopy();
        settings.withObject("config").put("protocol", "imap");
        realm.admin().put(config, settings);
        for (JsonNode flow : realm.admin().get(realm.path("/authentication/flows"))) {
            if (flow.path("alias").asText().equals(alias)) {
                return flow.path("id").asText();
            }
        }
        throw new StageException("The set-up of the realm has made no flow.");
    }

    /** What a gateway asks for one user, and what it is measured by. */
    List<Request> quick() {
        return List.of(ceiling(), validate(), hundred(), mainPassword(), introspection(), grant());
    }

    List<Request> all() {
        return List.of(
                ceiling(),
                validate(),
                validate(VALIDATE_25, some.username(), secretOfSome),
                hundred(),
                mainPassword(),
                nginxMail(),
                basic(),
                introspection(),
                grant(),
                grant(APP_PASSWORD_GRANT, "app-password-grant", secretOfOne),
                Request.get(
                        OWNERS_LIST,
                        URI.create(realm.url() + "/app-passwords/account"),
                        Map.of("Authorization", "Bearer " + ownersToken())),
                Request.get(
                        ADMINS_LIST,
                        URI.create(
                                keycloak.url() + "/admin/realms" + realm.path("/app-passwords/users/" + hundred.id())),
                        Map.of("Authorization", "Bearer " + adminsToken())));
    }

    /** Of one user whose secret is wrong, of one name that nobody has, and of ever other such names. */
    List<Request> refusals() {
        return List.of(
                validate(WRONG, one.username(), secretOfHundred).answered(Answer.of(401)),
                validate(UNKNOWN, "nobody", secretOfOne).answered(Answer.of(401)),
                madeUp(MADE_UP_NAMES, "nobody-" + Request.ANYBODY),
                madeUp(MADE_UP_ADDRESSES, "nobody-" + Request.ANYBODY + "@example.org"));
    }

    private Request madeUp(String name, String username) {
        return validate(name, username, secretOfHundred)
                .answered(Answer.of(401).orLater())
                .drawing(Request.Numbers.randomUpTo(Integer.MAX_VALUE));
    }

    Request ceiling() {
        return validate(
                CEILING, URI.create(realm.url() + "/app-passwords-fixture/ceiling"), one.username(), secretOfOne);
    }

    Request validate() {
        return validate(VALIDATE, one.username(), secretOfOne);
    }

    private Request hundred() {
        return validate(VALIDATE_100, hundred.username(), secretOfHundred);
    }

    private Request mainPassword() {
        return validate(MAIN_PASSWORD, one.username(), one.password()).answered(Answer.of(401));
    }

    private Request validate(String name, String username, String secret) {
        return validate(name, URI.create(realm.validateUrl()), username, secret);
    }

    private Request validate(String name, URI uri, String username, String secret) {
        return Request.post(name, uri, JSON, authorization(), question(username, secret));
    }

    /** The body of {@code validate}. */
    static String question(String username, String secret) {
        Map<String, String> body = new LinkedHashMap<>();
        body.put("username", username);
        body.put("password", secret);
        body.put("protocol", "imap");
        body.put("client_ip", ADDRESS);
        try {
            return new ObjectMapper().writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Texts can always be written as JSON.", e);
        }
    }

    private String authorization() {
        return Http.basic(gateway.clientId(), gateway.secret());
    }

    private Request nginxMail() {
        return Request.get(
                        NGINX_MAIL,
                        URI.create(realm.url() + "/app-passwords/nginx-mail"),
                        Map.of(
                                "X-Gateway-Authorization",
                                authorization(),
                                "Auth-Method",
                                "plain",
                                "Auth-User",
                                one.username(),
                                "Auth-Pass",
                                secretOfOne,
                                "Auth-Protocol",
                                "imap",
                                "Auth-Login-Attempt",
                                "1",
                                "Client-IP",
                                ADDRESS))
                .answered(new Answer(200, "Auth-Status", "OK", false));
    }

    private Request basic() {
        return new Request(
                BASIC,
                "POST",
                URI.create(realm.url() + "/app-passwords/basic"),
                Map.of(
                        "X-Gateway-Authorization",
                        authorization(),
                        "Authorization",
                        Http.basic(one.username(), secretOfOne),
                        "X-App-Protocol",
                        "caldav",
                        "X-App-Client-IP",
                        ADDRESS),
                "",
                Request.Numbers.NONE,
                Answer.of(204));
    }

    private Request introspection() {
        return Request.post(
                INTROSPECTION,
                endpoint("token/introspect"),
                FORM,
                Http.basic("grant", gateway.secret()),
                "token=" + accessToken(grant()));
    }

    private Request grant() {
        return grant(GRANT, "grant", one.password());
    }

    private Request grant(String name, String client, String password) {
        return Request.post(
                name,
                endpoint("token"),
                FORM,
                Http.basic(client, gateway.secret()),
                passwordGrant(one.username(), password));
    }

    private static String accessToken(Request grant) {
        return grant.once().json().path("access_token").asText();
    }

    /** As the account console has it. */
    private String ownersToken() {
        String console = realm.admin()
                .get(realm.path("/clients?clientId=account-console"))
                .path(0)
                .path("id")
                .asText();
        realm.admin()
                .put(
                        realm.path("/clients/" + console),
                        Map.of("clientId", "account-console", "directAccessGrantsEnabled", true));
        return accessToken(Request.post(
                "the account console's token",
                endpoint("token"),
                FORM,
                "",
                "client_id=account-console&scope=openid&" + passwordGrant(hundred.username(), hundred.password())));
    }

    private String adminsToken() {
        return accessToken(Request.post(
                "the admin's token",
                URI.create(keycloak.url() + "/realms/master/protocol/openid-connect/token"),
                FORM,
                "",
                "client_id=admin-cli&" + passwordGrant(keycloak.adminName(), keycloak.adminPassword())));
    }

    private static String passwordGrant(String username, String password) {
        return "grant_type=password&username=" + username + "&password=" + Http.encode(password);
    }

    private URI endpoint(String name) {
        return URI.create(realm.url() + "/protocol/openid-connect/" + name);
    }
}
