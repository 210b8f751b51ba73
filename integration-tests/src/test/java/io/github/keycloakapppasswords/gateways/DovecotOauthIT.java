package io.github.keycloakapppasswords.gateways;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.keycloakapppasswords.gateways.Login.Answer;
import io.github.keycloakapppasswords.gateways.Residents.Resident;
import io.github.keycloakapppasswords.stage.Dovecot;
import io.github.keycloakapppasswords.stage.DovecotVersion;
import io.github.keycloakapppasswords.stage.Http;
import io.github.keycloakapppasswords.stage.HttpAnswer;
import io.github.keycloakapppasswords.stage.MailLogin;
import io.github.keycloakapppasswords.stage.NewUser;
import io.github.keycloakapppasswords.stage.Person;
import io.github.keycloakapppasswords.stage.Realm;
import io.github.keycloakapppasswords.stage.Waiting;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The recipe with access tokens beside app passwords, and its cache: all that {@link LoginContract} says still holds. */
class DovecotOauthIT extends LoginContract {
    private static final DovecotVersion VERSION = DovecotVersion.installed();
    private static final String WEBMAIL = "webmail";
    private static final String MASTER_USERS = "helpdesk:{PLAIN}of the helpdesk\n";
    private static final Duration TIME_OUT = Duration.ofSeconds(5);
    private static final Duration OWN_TIME = Duration.ofSeconds(3);

    private final RecipeFolder folder = RecipeFolder.create("dovecot");
    private final Http http = new Http();
    private Person olga;

    @Override
    String protocol() {
        return "imap";
    }

    @Override
    StockGateway start(GatewayTerms terms) {
        return DovecotGateway.start(
                DovecotGateway.settings(terms).withMore("!include " + oauth(terms) + "\n!include " + others() + "\n"),
                DovecotGateway::imap);
    }

    @BeforeAll
    void makeWebmail() {
        realm().admin()
                .put(
                        realm().path("/events/config"),
                        Map.of(
                                "eventsEnabled",
                                true,
                                "enabledEventTypes",
                                List.of("INTROSPECT_TOKEN", "INTROSPECT_TOKEN_ERROR", "CLIENT_LOGIN_ERROR")));
        oauthClient(WEBMAIL);
        olga = person("olga");
    }

    @AfterAll
    void deleteFolder() {
        folder.delete();
    }

    @Test
    void aTokenOpensTheMailboxOfItsOwner() {
        String token = token(WEBMAIL, olga);

        isIn(client().xoauth2("olga", token), "olga");
        isIn(client().oauthBearer("olga", token), "olga");
        MailLogin angus = dovecot().client().imapWithToken("olga", token);
        assertThat(MailOf.owner(angus.subjects())).isEqualTo("olga");
    }

    @Test
    void aTokenOpensNoMailboxOfAnotherName() {
        gateway().deliver("OLGA");
        String token = token(WEBMAIL, olga);

        for (String typed : List.of("OLGA", "Olga", "olga ", "bob*olga", "olga*olga")) {
            Login login = client().xoauth2(typed, token);
            assertThat(login.opened()).as(typed).isIn("olga", null);
        }
        for (String typed :
                List.of("bob", "anna", "olga@example.org", "olga*bob", "olga*helpdesk", "helpdesk", "../bob")) {
            isWrong(client().xoauth2(typed, token));
            isWrong(client().oauthBearer(typed, token));
        }
    }

    /** Dovecot 2.4 looks up the name of a token's owner among the master users, and asks for no password then. */
    @Test
    void aTokenOfANamesakeOfAMasterUserOpensOnlyTheirOwn() {
        String token = token(WEBMAIL, person("helpdesk"));

        isIn(client().xoauth2("helpdesk", token), "helpdesk");
        for (String typed : List.of("bob*helpdesk", "anna*helpdesk", "0.0.0.0/0*helpdesk")) {
            assertThat(client().xoauth2(typed, token).opened()).as(typed).isIn("helpdesk", null);
            assertThat(client().oauthBearer(typed, token).opened()).as(typed).isIn("helpdesk", null);
        }
    }

    @Test
    void anUnverifiedAddressOpensNothing() {
        gateway().deliver("vera@example.org");
        gateway().deliver("victim@example.org");
        Person vera = realm().user(NewUser.named("vera"));
        Person thief = realm().user(NewUser.named("thief").withEmail("victim@example.org", false));
        mark("email");
        try {
            isIn(client().xoauth2("vera@example.org", token(WEBMAIL, vera)), "vera@example.org");
            String token = token(WEBMAIL, thief);
            for (String typed : List.of("victim@example.org", "thief", "vera@example.org")) {
                isWrong(client().xoauth2(typed, token));
            }
        } finally {
            mark("username");
        }
    }

    @Test
    void anExpiredTokenIsRefusedAtOnce() {
        oauthClient("hasty", Map.of("access.token.lifespan", "5"));
        String token = token("hasty", olga);
        isIn(client().xoauth2("olga", token), "olga");

        Waiting.until(
                Duration.ofSeconds(10),
                "the token is refused",
                () -> client().xoauth2("olga", token).answer() == Answer.WRONG);
    }

    @Test
    void theTokenOfAnEndedSessionIsRefusedAtOnce() {
        JsonNode tokens = tokens(WEBMAIL, olga);
        String token = tokens.path("access_token").asText();
        isIn(client().xoauth2("olga", token), "olga");

        logout(tokens.path("refresh_token").asText());

        isWrong(client().xoauth2("olga", token));
        isWrong(client().oauthBearer("olga", token));
    }

    @Test
    void theTokenOfADisabledUserIsRefusedAtOnce() {
        Person leaver = person("leaver");
        String token = token(WEBMAIL, leaver);
        isIn(client().xoauth2("leaver", token), "leaver");

        ObjectNode user =
                realm().admin().get(realm().path("/users/" + leaver.id())).deepCopy();
        realm().admin().put(realm().path("/users/" + leaver.id()), user.put("enabled", false));

        isWrong(client().xoauth2("leaver", token));
    }

    @Test
    void aTokenOfAnotherClientOpensNothing() {
        client("foreign", List.of(), Map.of());
        isWrong(client().xoauth2("olga", token("foreign", olga)));

        realm().gateway("another", Map.of("protocols", List.of("imap"), "loginIdentity", "username"));
        oauthClient("of-another", "another", Map.of());
        isWrong(client().xoauth2("olga", token("of-another", olga)));
    }

    /** Keycloak adds the audience by itself where a user has a role of the gateway's client. */
    @Test
    void aTokenWithTheAudienceButWithoutALoginIdentityOpensNothing() {
        client("audience-only", List.of(audience(credential().clientId())), Map.of());

        isOutage(client().xoauth2("olga", token("audience-only", olga)));
    }

    @Test
    void aWrongSecretOfTheGatewayIsNoWrongToken() {
        String token = token(WEBMAIL, olga);
        changeSecretInKeycloak("another");
        try {
            isOutage(client().xoauth2("olga", token));
        } finally {
            changeSecretInKeycloak(credential().secret());
        }
        isIn(client().xoauth2("olga", token), "olga");
    }

    @Test
    void aTokenOfAnotherRealmOpensNothing() {
        try (Realm other = Realm.create(servers().keycloak())) {
            other.setUp();
            other.gateway(credential().clientId(), Map.of("protocols", List.of("imap"), "loginIdentity", "username"));
            oauthClient(other, WEBMAIL, credential().clientId(), Map.of());
            Person namesake = other.user(NewUser.named("olga"));

            isWrong(client().xoauth2(
                            "olga",
                            tokens(other, WEBMAIL, namesake)
                                    .path("access_token")
                                    .asText()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"id_token", "refresh_token"})
    void onlyAnAccessTokenOpensAMailbox(String other) {
        isWrong(client().xoauth2("olga", tokens(WEBMAIL, olga).path(other).asText()));
    }

    @Test
    void aChangedTokenOpensNothing() {
        String token = token(WEBMAIL, olga);

        isWrong(client().xoauth2("olga", token.substring(0, token.length() - 8) + "AAAAAAAA"));
        isWrong(client().xoauth2("olga", "not-a-token"));
        isWrong(client().xoauth2("olga", ""));
    }

    @Test
    void aTokenIsNoAppPasswordAndAnAppPasswordIsNoToken() {
        Resident both = residents().with(olga);

        isIn(login("olga", both.secret()), "olga");
        isWrong(client().xoauth2("olga", both.secret()));
        isWrong(client().oauthBearer("olga", both.secret()));
        isWrong(login("olga", token(WEBMAIL, olga)));
        isWrong(client().xoauth2("olga", "of the helpdesk"));
        isWrong(client().xoauth2("olga*helpdesk", token(WEBMAIL, olga)));
    }

    @Test
    void onlyATokenIsAskedAbout() {
        String token = token(WEBMAIL, olga);
        int before = introspections();
        Resident other = resident("without-token");
        isIn(login(other.name(), other.secret()), other.name());
        isWrong(login(other.name(), "wrong"));
        assertThat(introspections()).isEqualTo(before);

        isIn(client().xoauth2("olga", token), "olga");
        isIn(client().xoauth2("olga", token), "olga");

        assertThat(introspections()).isEqualTo(before + 2);
    }

    @Test
    void ofAUserWithoutTheRequiredRoleNothingOpens() {
        realm().admin().post(realm().path("/roles"), Map.of("name", "mail"));
        Map<String, Object> settings =
                Map.of("protocols", List.of("imap"), "loginIdentity", "username", "requiredRole", "mail");
        String token = token(WEBMAIL, olga);
        realm().gateway(credential().clientId(), settings);
        try {
            isWrong(client().xoauth2("olga", token));
        } finally {
            mark("username");
        }
        Waiting.until(
                Duration.ofSeconds(10),
                "the same token opens the mailbox again",
                () -> client().xoauth2("olga", token).answer() == Answer.IN);
    }

    @Test
    @Order(Order.DEFAULT + 1)
    void inAnOutageNoTokenOpensAnythingAndKnownAppPasswordsDo() {
        JsonNode ended = tokens(WEBMAIL, olga);
        String endedToken = ended.path("access_token").asText();
        String token = token(WEBMAIL, olga);
        isIn(client().xoauth2("olga", token), "olga");
        isIn(client().xoauth2("olga", endedToken), "olga");
        isIn(login("bob", bob().secret()), "bob");
        logout(ended.path("refresh_token").asText());

        outage().whileHanging(() -> {
            long from = System.nanoTime();
            isOutage(client().xoauth2("olga", token));
            assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(TIME_OUT.plus(OWN_TIME));
            isOutage(client().oauthBearer("olga", endedToken));
            isIn(login("bob", bob().secret()), "bob");
        });
        outage().stop();
        isOutage(client().xoauth2("olga", token));
        isOutage(client().xoauth2("olga", endedToken));
        isOutage(client().xoauth2("bob", token));
        isIn(login("bob", bob().secret()), "bob");

        assertThat(RecipeFolder.read(dovecot().log()))
                .doesNotContain(token)
                .doesNotContain(credential().secret());

        outage().recover();
        Waiting.until(
                Duration.ofSeconds(60),
                "a token opens a mailbox again",
                () -> client().xoauth2("olga", token).answer() == Answer.IN);
        isWrong(client().xoauth2("olga", endedToken));
    }

    /** Dovecot 2.3 says "try later". Dovecot 2.4 has no such answer to a token: only its challenge tells the two apart. */
    private static void isOutage(Login login) {
        switch (VERSION) {
            case V2_3 -> assertThat(login.answer()).as(login.words()).isEqualTo(Answer.LATER);
            case V2_4 -> {
                isWrong(login);
                assertThat(login.words()).containsAnyOf("\"status\":\"500\"", "\"status\":\"internal_failure\"");
            }
        }
    }

    private Path oauth(GatewayTerms terms) {
        String url = "https://keycloak.example.org/realms/example";
        return switch (VERSION) {
            case V2_3 -> {
                Path settings = folder.install(
                        "2.3/dovecot-oauth2.conf.ext",
                        "dovecot-oauth2.conf.ext",
                        Map.of(
                                url,
                                terms.realmUrl(),
                                "client_id = dovecot",
                                "client_id = " + terms.credential().clientId(),
                                "SECRET",
                                terms.credential().secret(),
                                "/etc/ssl/certs/ca-certificates.crt",
                                terms.caFile().toString()));
                folder.give(settings, "dovecot");
                yield folder.install(
                        "2.3/auth-oauth.conf.ext",
                        "auth-oauth.conf.ext",
                        Map.of("/etc/dovecot/dovecot-oauth2.conf.ext", settings.toString()));
            }
            case V2_4 ->
                folder.install(
                        "2.4/auth-oauth.conf.ext",
                        "auth-oauth.conf.ext",
                        Map.of(
                                "https://dovecot:SECRET@" + url.substring("https://".length()),
                                terms.realmUrl()
                                        .replace(
                                                "https://",
                                                "https://" + terms.credential().clientId() + ":"
                                                        + terms.credential().secret() + "@")));
        };
    }

    /** Master users, so that their separator is on. */
    private Path others() {
        Path users = folder.write("master-users", MASTER_USERS);
        folder.give(users, "dovecot");
        return folder.install(
                VERSION.number() + "/auth-beside-others.conf.ext",
                "auth-beside-others.conf.ext",
                Map.of("/etc/dovecot/master-users", users.toString()));
    }

    private Dovecot dovecot() {
        return ((DovecotGateway) gateway()).dovecot();
    }

    private TokenClient client() {
        return new TokenClient(dovecot().ports().imap());
    }

    private Person person(String name) {
        gateway().deliver(name);
        return realm().user(NewUser.named(name));
    }

    private void oauthClient(String clientId) {
        oauthClient(clientId, Map.of());
    }

    private void oauthClient(String clientId, Map<String, String> attributes) {
        oauthClient(clientId, credential().clientId(), attributes);
    }

    private void oauthClient(String clientId, String gateway, Map<String, String> attributes) {
        oauthClient(realm(), clientId, gateway, attributes);
    }

    /** As the page has it, but for the password grant, which saves the tests a browser. */
    private static void oauthClient(Realm realm, String clientId, String gateway, Map<String, String> attributes) {
        realm.admin()
                .put(
                        realm.path("/app-passwords/setup"),
                        Map.of(
                                "oauthClient",
                                Map.of(
                                        "clientId",
                                        clientId,
                                        "gateway",
                                        gateway,
                                        "redirectUris",
                                        List.of("https://webmail.example.org/*"))));
        ObjectNode client = realm.admin()
                .get(realm.path("/clients?clientId=" + clientId))
                .path(0)
                .deepCopy();
        client.put("directAccessGrantsEnabled", true);
        attributes.forEach(((ObjectNode) client.path("attributes"))::put);
        realm.admin().put(realm.path("/clients/" + client.path("id").asText()), client);
    }

    private void changeSecretInKeycloak(String secret) {
        ObjectNode client = realm().admin()
                .get(realm().path("/clients?clientId=" + credential().clientId()))
                .path(0)
                .deepCopy();
        realm().admin().put(realm().path("/clients/" + client.path("id").asText()), client.put("secret", secret));
    }

    private void client(String clientId, List<Map<String, Object>> mappers, Map<String, Object> more) {
        Map<String, Object> client = new HashMap<>(Map.of(
                "clientId", clientId, "directAccessGrantsEnabled", true, "secret", "s", "protocolMappers", mappers));
        client.putAll(more);
        realm().admin().post(realm().path("/clients"), client);
    }

    private static Map<String, Object> audience(String clientId) {
        return Map.of(
                "name",
                "audience",
                "protocol",
                "openid-connect",
                "protocolMapper",
                "oidc-audience-mapper",
                "config",
                Map.of("included.client.audience", clientId, "access.token.claim", "true"));
    }

    private String token(String clientId, Person person) {
        return tokens(clientId, person).path("access_token").asText();
    }

    private JsonNode tokens(String clientId, Person person) {
        return tokens(realm(), clientId, person);
    }

    private JsonNode tokens(Realm realm, String clientId, Person person) {
        HttpAnswer answer = post(
                realm,
                "/protocol/openid-connect/token",
                clientId,
                Map.of(
                        "grant_type",
                        "password",
                        "username",
                        person.username(),
                        "password",
                        person.password(),
                        "scope",
                        "openid"));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    private void logout(String refreshToken) {
        HttpAnswer answer =
                post(realm(), "/protocol/openid-connect/logout", WEBMAIL, Map.of("refresh_token", refreshToken));
        assertThat(answer.status()).as(answer.body()).isEqualTo(204);
    }

    private HttpAnswer post(Realm realm, String path, String clientId, Map<String, String> fields) {
        JsonNode client =
                realm.admin().get(realm.path("/clients?clientId=" + clientId)).path(0);
        Map<String, String> form = new HashMap<>(fields);
        form.put("client_id", clientId);
        form.put("client_secret", Objects.requireNonNull(client.path("secret").asText()));
        return http.send(Http.withForm(HttpRequest.newBuilder(URI.create(realm.url() + path)), form));
    }

    private int introspections() {
        return realm().events("INTROSPECT_TOKEN").size()
                + realm().events("INTROSPECT_TOKEN_ERROR").size();
    }
}
