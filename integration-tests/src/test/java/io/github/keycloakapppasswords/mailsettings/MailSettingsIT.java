package io.github.keycloakapppasswords.mailsettings;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.github.keycloakapppasswords.stage.Http;
import io.github.keycloakapppasswords.stage.HttpAnswer;
import io.github.keycloakapppasswords.stage.KeycloakOnDatabase;
import io.github.keycloakapppasswords.stage.KeycloakOnMariaDb;
import io.github.keycloakapppasswords.stage.NewUser;
import io.github.keycloakapppasswords.stage.Realm;
import io.github.keycloakapppasswords.stage.Trust;
import java.io.StringReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

/** What mail programs get, asking as they do: by HTTPS, through the nginx of the recipe. */
@ExtendWith(KeycloakOnMariaDb.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MailSettingsIT {

    private static final Map<String, String> POLICY = Map.of(
            "servers",
            "imap imap.example.org:993 tls##pop3 pop.example.org:995 tls##smtp smtp.example.org:587 starttls"
                    + "##caldav https://dav.example.org/##sieve sieve.example.org:4190 starttls",
            "mail-domains",
            "example.org##xn--bcher-kva.example");

    private static final String BY_ADDRESS = "/mail/config-v1.1.xml?emailaddress=";
    private static final String AUTODISCOVER = "/autodiscover/autodiscover.xml";
    private static final String OUTLOOK =
            "http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a";

    private final KeycloakOnDatabase.Pair servers;
    private final Realm realm;
    private final NginxMailSettings nginx;
    private final Http program;

    MailSettingsIT(KeycloakOnDatabase.Pair servers) {
        this.servers = servers;
        realm = Realm.create(servers.keycloak(), Map.of("displayName", "Example <University> & Co"));
        realm.setUp();
        realm.user(NewUser.named("anna"));
        nginx = new NginxMailSettings(servers, realm.name());
        program = new Http(Trust.in(servers.authority().certificate()));
    }

    @BeforeEach
    void policy() {
        realm.policy(POLICY);
        realm.admin().put(realm.path(""), Map.of("sslRequired", "external"));
    }

    @AfterAll
    void close() {
        nginx.close();
        realm.close();
    }

    @Test
    void setsThunderbirdUp() throws Exception {
        HttpAnswer answer = get(BY_ADDRESS + "anna%40example.org");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).hasValue("text/xml;charset=utf-8");
        Document document = parse(answer);
        assertThat(text(document, "displayName")).isEqualTo("Example <University> & Co");
        assertThat(((Element) document.getElementsByTagName("emailProvider").item(0)).getAttribute("id"))
                .isEqualTo("example.org");
        assertThat(serversOf(document))
                .containsExactly(
                        "imap imap.example.org 993 SSL password-cleartext %EMAILLOCALPART%",
                        "pop3 pop.example.org 995 SSL password-cleartext %EMAILLOCALPART%",
                        "smtp smtp.example.org 587 STARTTLS password-cleartext %EMAILLOCALPART%");
        assertThat(get("/.well-known/autoconfig/mail/config-v1.1.xml").body()).isEqualTo(answer.body());
        assertThat(get("/.well-known/autoconfig/mail/config-v1.1.xml?domain=else.example")
                        .body())
                .isEqualTo(answer.body());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/autodiscover/autodiscover.xml",
                "/Autodiscover/Autodiscover.xml",
                "/AutoDiscover/AutoDiscover.xml",
                "/autodiscover/autodiscover.xml?x=y"
            })
    void setsOutlookUp(String path) throws Exception {
        HttpAnswer answer = post(path, request("anna@example.org"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).hasValue("text/xml;charset=utf-8");
        assertThat(answer.header("Cache-Control")).hasValue("no-store");
        Document document = parse(answer);
        assertThat(document.getElementsByTagNameNS(OUTLOOK, "Protocol").getLength())
                .isEqualTo(3);
        assertThat(text(document, "Action")).isEqualTo("settings");
        assertThat(text(document, "Type")).isEqualTo("IMAP");
        assertThat(text(document, "Server")).isEqualTo("imap.example.org");
        assertThat(text(document, "LoginName")).isEqualTo("anna");
        assertThat(text(document, "Encryption")).isEqualTo("SSL");
    }

    @Test
    void takesTheUserNameThatTheGatewaysTake() throws Exception {
        realm.gateway("mail", Map.of("protocols", List.of("imap", "smtp"), "loginIdentity", "email"));
        realm.gateway("pop", Map.of("protocols", List.of("pop3"), "loginIdentity", "username"));

        assertThat(serversOf(parse(get(BY_ADDRESS + "anna@example.org"))))
                .extracting(server -> server.replaceAll(" .* ", " "))
                .containsExactly("imap %EMAILADDRESS%", "pop3 %EMAILLOCALPART%", "smtp %EMAILADDRESS%");
        assertThat(post(AUTODISCOVER, request("anna@example.org")).body())
                .contains("<LoginName>anna@example.org</LoginName>", "<LoginName>anna</LoginName>");

        realm.gateway("pop", Map.of("protocols", List.of("pop3", "imap"), "loginIdentity", "username"));
        assertThat(serversOf(parse(get(BY_ADDRESS + "anna@example.org"))))
                .extracting(server -> server.replaceAll(" .* ", " "))
                .containsExactly("imap %EMAILADDRESS%", "pop3 %EMAILLOCALPART%", "smtp %EMAILADDRESS%");

        realm.admin().put(realm.path(""), Map.of("loginWithEmailAllowed", false));
        assertThat(get(BY_ADDRESS + "anna@example.org").body()).doesNotContain("%EMAILADDRESS%");
        realm.admin().put(realm.path(""), Map.of("loginWithEmailAllowed", true));

        policyWith("mail-user-name", "local-part");
        assertThat(get(BY_ADDRESS + "anna@example.org").body()).doesNotContain("%EMAILADDRESS%");
        policyWith("mail-user-name", "address");
        assertThat(get(BY_ADDRESS + "anna@example.org").body()).doesNotContain("%EMAILLOCALPART%");
        realm.admin().delete(realm.path("/app-passwords/gateways/mail"));
        realm.admin().delete(realm.path("/app-passwords/gateways/pop"));
    }

    /** The extension never looks a user up for it, so that there is nothing to see in time either. */
    @Test
    void answersTheSameForEveryLocalPart() {
        Set<String> documents = new HashSet<>();
        Set<String> answers = new HashSet<>();
        for (String localPart : List.of("anna", "nobody", "admin", "o'hara+x", "a<&>b", "postmaster")) {
            documents.add(
                    get(BY_ADDRESS + Http.encode(localPart) + "%40example.org").body());
            String escaped =
                    localPart.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
            answers.add(post(AUTODISCOVER, request(escaped + "@example.org"))
                    .body()
                    .replace("<LoginName>" + escaped + "<", "<LoginName>?<"));
        }

        assertThat(documents).hasSize(1);
        assertThat(answers).hasSize(1);
    }

    @Test
    void knowsNoOtherDomain() {
        for (String domain : List.of("else.example", "org", "www.example.org", "example.org.evil.example")) {
            HttpAnswer document = get(BY_ADDRESS + "anna@" + domain);
            HttpAnswer answer = post(AUTODISCOVER, request("anna@" + domain));

            assertThat(document.status()).as(domain).isIn(400, 404);
            assertThat(answer.status()).as(domain).isIn(400, 404);
            assertThat(document.body() + answer.body()).doesNotContain("imap.example.org");
        }
        assertThat(get(BY_ADDRESS + "anna@else.example").json().path("error").asText())
                .isEqualTo("mail_domain_not_served");
        assertThat(get(BY_ADDRESS + Http.encode("anna@B\u00fccher.example")).body())
                .contains("xn--bcher-kva.example")
                .doesNotContain(">example.org<");
    }

    @Test
    void knowsNoneWhereThePolicyNamesNone() {
        realm.policy(Map.of("servers", POLICY.get("servers")));
        assertThat(get(BY_ADDRESS + "anna@example.org").status()).isEqualTo(404);

        realm.policy(Map.of("mail-domains", "example.org", "servers", "caldav https://dav.example.org/"));
        assertThat(get(BY_ADDRESS + "anna@example.org").status()).isEqualTo(404);
        assertThat(post(AUTODISCOVER, request("anna@example.org")).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({
        "'', emailaddress",
        "?emailaddress=, emailaddress",
        "?emailaddress=anna, emailaddress",
        "?emailaddress=an%0d%0ana@example.org, emailaddress",
        "?emailaddress=a@example.org&emailaddress=b@example.org, emailaddress",
        "?domain=, domain",
        "?domain=a/b, domain",
        "?domain=example.org&domain=example.org, domain",
        "?domain=example.org&emailaddress=a@example.org, domain"
    })
    void refusesAQueryThatIsNone(String query, String field) {
        HttpAnswer answer = new Http()
                .send(HttpRequest.newBuilder(URI.create(realm.url() + "/app-passwords/mail/config-v1.1.xml" + query))
                        .build());

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("field").asText()).isEqualTo(field);
        assertThat(answer.header("Cache-Control")).hasValue("no-store");
    }

    @Test
    void readsNoFileAndExpandsNothing() {
        String external = "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>" + request("&e;@example.org");
        String laughs = "<!DOCTYPE x [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]>"
                + request("&b;@example.org");

        for (String body : List.of(external, laughs)) {
            HttpAnswer answer = post(AUTODISCOVER, body);
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.body()).contains("must not have a document type").doesNotContain("root:", "haha");
        }
        assertThat(post(AUTODISCOVER, request("a".repeat(9_000))).status()).isEqualTo(413);
        assertThat(plain("text/plain", request("anna@example.org")).status()).isEqualTo(415);
        assertThat(plain("text/xml", request("a".repeat(9_000))).status()).isEqualTo(413);
        assertThat(plain("application/xml; charset=utf-8", request("anna@example.org"))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void isKeptForAnHourByProgramsAndAProblemIsNot() {
        assertThat(get(BY_ADDRESS + "anna@example.org").headers().allValues("Cache-Control"))
                .containsExactly("public, max-age=3600");
        assertThat(get(BY_ADDRESS + "anna@else.example").headers().allValues("Cache-Control"))
                .containsExactly("no-store");
    }

    @Test
    void passesNoPasswordOnAndLogsNone() throws Exception {
        List<Headers> received = new CopyOnWriteArrayList<>();
        HttpsServer recorder = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        recorder.setHttpsConfigurator(
                new HttpsConfigurator(Trust.identity(servers.authority().server("localhost"))));
        recorder.createContext("/", exchange -> {
            received.add(exchange.getRequestHeaders());
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
        });
        recorder.start();
        String address = "https://localhost:" + recorder.getAddress().getPort();
        try (NginxMailSettings before = new NginxMailSettings(servers, realm.name(), address)) {
            program.send(HttpRequest.newBuilder(URI.create(before.url() + AUTODISCOVER))
                    .header("Content-Type", "text/xml")
                    .header("Authorization", Http.basic("anna@example.org", "Pr1vate"))
                    .header("Cookie", "a=Pr1vate")
                    .header("X-Forwarded-For", "192.0.2.7")
                    .header("X-Gateway-Authorization", "Pr1vate")
                    .POST(BodyPublishers.ofString(request("anna@example.org")))
                    .build());
            program.send(HttpRequest.newBuilder(URI.create(before.url() + BY_ADDRESS + "unlogged@example.org"))
                    .header("Authorization", Http.basic("anna@example.org", "Pr1vate"))
                    .build());
            recorder.stop(0);
            HttpAnswer failed =
                    program.send(HttpRequest.newBuilder(URI.create(before.url() + BY_ADDRESS + "unlogged@example.org"))
                            .build());
            assertThat(failed.status()).isEqualTo(502);
            assertThat(before.logs()).doesNotContain("Pr1vate", "unlogged");
        } finally {
            recorder.stop(0);
        }

        assertThat(received).hasSize(2).allSatisfy(headers -> assertThat(headers.keySet())
                .isSubsetOf("Host", "Content-type", "Content-length", "Connection"));
        HttpAnswer answer = get(BY_ADDRESS + "anna@example.org");
        assertThat(answer.header("WWW-Authenticate")).isEmpty();
        assertThat(answer.header("Set-Cookie")).isEmpty();
    }

    /** As Keycloak's own endpoints: by the address that Keycloak calls its own, which is plain HTTP in these tests. */
    @Test
    void answersByHttpsOnlyWhereTheRealmSaysSo() {
        String plain = realm.url() + "/app-passwords/mail/config-v1.1.xml?domain=example.org";
        assertThat(new Http()
                        .send(HttpRequest.newBuilder(URI.create(plain)).build())
                        .status())
                .isEqualTo(200);

        realm.admin().put(realm.path(""), Map.of("sslRequired", "all"));

        HttpAnswer refused =
                new Http().send(HttpRequest.newBuilder(URI.create(plain)).build());
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.json().path("error").asText()).isEqualTo("https_required");
        assertThat(plain("text/xml", request("anna@example.org")).status()).isEqualTo(403);
    }

    @Test
    void limitsHowOftenOneAddressAsks() {
        try (NginxMailSettings limited = NginxMailSettings.limited(servers, realm.name())) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(limited.url() + BY_ADDRESS + "anna@example.org"))
                    .build();

            assertThat(program.send(request).status()).isEqualTo(200);
            // the first twenty are answered at once
            assertThat(IntStream.range(0, 1000)
                            .map(i -> program.send(request).status())
                            .anyMatch(status -> status == 429))
                    .isTrue();
        }
    }

    @Test
    void doesNothingElse() {
        assertThat(get("/").status()).isEqualTo(404);
        assertThat(get("/mail/other.xml").status()).isEqualTo(404);
        assertThat(get(AUTODISCOVER).status()).isIn(404, 405);
        assertThat(get("/autodiscover/autodiscover.json?Email=anna@example.org&Protocol=AutodiscoverV1")
                        .status())
                .isEqualTo(404);
    }

    private void policyWith(String key, String value) {
        Map<String, String> policy = new HashMap<>(POLICY);
        policy.put(key, value);
        realm.policy(policy);
    }

    private HttpAnswer get(String path) {
        return program.send(
                HttpRequest.newBuilder(URI.create(nginx.url() + path)).build());
    }

    private HttpAnswer post(String path, String body) {
        return program.send(HttpRequest.newBuilder(URI.create(nginx.url() + path))
                .header("Content-Type", "text/xml")
                .POST(BodyPublishers.ofString(body))
                .build());
    }

    /** Past nginx. */
    private HttpAnswer plain(String type, String body) {
        return new Http()
                .send(HttpRequest.newBuilder(URI.create(realm.url() + "/app-passwords/mail/autodiscover.xml"))
                        .header("Content-Type", type)
                        .POST(BodyPublishers.ofString(body))
                        .build());
    }

    private static String request(String address) {
        return "<Autodiscover xmlns=\"http://schemas.microsoft.com/exchange/autodiscover/outlook/requestschema/2006\">"
                + "<Request><EMailAddress>" + address + "</EMailAddress><AcceptableResponseSchema>" + OUTLOOK
                + "</AcceptableResponseSchema></Request></Autodiscover>";
    }

    private static Document parse(HttpAnswer answer) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        return factory.newDocumentBuilder().parse(new InputSource(new StringReader(answer.body())));
    }

    private static String text(Document document, String element) {
        return document.getElementsByTagName(element).item(0).getTextContent();
    }

    /** In the order of the document: type, host, port, protection, login and user name. */
    private static List<String> serversOf(Document document) {
        List<String> found = new ArrayList<>();
        for (String name : List.of("incomingServer", "outgoingServer")) {
            for (int i = 0; i < document.getElementsByTagName(name).getLength(); i++) {
                Element server = (Element) document.getElementsByTagName(name).item(i);
                List<String> words = new ArrayList<>(List.of(server.getAttribute("type")));
                for (String child : List.of("hostname", "port", "socketType", "authentication", "username")) {
                    words.add(server.getElementsByTagName(child).item(0).getTextContent());
                }
                found.add(String.join(" ", words));
            }
        }
        return found;
    }
}
