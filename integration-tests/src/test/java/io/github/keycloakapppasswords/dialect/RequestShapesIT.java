package io.github.keycloakapppasswords.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.account.Console;
import io.github.keycloakapppasswords.stage.Gateway;
import io.github.keycloakapppasswords.stage.Http;
import io.github.keycloakapppasswords.stage.KeycloakServer;
import io.github.keycloakapppasswords.stage.NewUser;
import io.github.keycloakapppasswords.stage.Person;
import io.github.keycloakapppasswords.stage.Project;
import io.github.keycloakapppasswords.stage.Realm;
import io.github.keycloakapppasswords.stage.SharedKeycloak;
import io.github.keycloakapppasswords.validation.EventLog;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Requests of any shape to every endpoint that {@code docs/openapi.yaml} has: a bad request is never a fault of the server,
 * and writes one line at most. What a shape leaves good may be answered by 200.
 */
@ExtendWith(SharedKeycloak.class)
@TestInstance(Lifecycle.PER_CLASS)
class RequestShapesIT {

    private static final String BELOW_REALMS = "/realms/{realm}/app-passwords/";
    private static final String NGINX_MAIL = BELOW_REALMS + "nginx-mail";
    private static final List<String> GATEWAYS_ASK =
            List.of(BELOW_REALMS + "validate", NGINX_MAIL, BELOW_REALMS + "basic", BELOW_REALMS + "changes");

    private static final String TYPE = "Content-Type";
    private static final String JSON = "application/json";
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String PART =
            "--x\r\nContent-Disposition: form-data; name=\"username\"\r\n\r\nalice\r\n--x--\r\n";

    /** What is odd about a request. */
    enum Shape {
        MULTIPART(Map.of(TYPE, "multipart/form-data; boundary=x"), PART),
        MULTIPART_IN_CAPITALS(Map.of(TYPE, "MULTIPART/Form-Data; boundary=x"), PART),
        MULTIPART_THAT_IS_NOT(Map.of(TYPE, "multipart/form-data; boundary=x"), "garbage"),
        MULTIPART_WITHOUT_BODY(Map.of(TYPE, "multipart/form-data; boundary=x"), ""),
        MULTIPART_WITHOUT_BOUNDARY(Map.of(TYPE, "multipart/form-data"), PART),
        MULTIPART_IN_CHUNKS(
                Map.of(TYPE, "multipart/form-data; boundary=x", "Transfer-Encoding", "chunked"), chunk(PART)),
        MULTIPART_OF_ANOTHER_KIND(Map.of(TYPE, "multipart/mixed; boundary=x"), PART),
        FORM_WITH_BAD_ESCAPES(Map.of(TYPE, FORM), "key=%&%zz=%"),
        FORM_IN_AN_UNKNOWN_CHARSET(Map.of(TYPE, FORM + "; charset=nonsense"), "key=a"),
        XML(Map.of(TYPE, "text/xml"), "<username>alice</username>"),
        NO_TYPE(Map.of(), "{}"),
        EMPTY_TYPE(Map.of(TYPE, ""), "{}"),
        TYPE_THAT_IS_NONE(Map.of(TYPE, "garbage"), "{}"),
        TYPE_OF_SIGNS(Map.of(TYPE, ";;;/="), "{}"),
        TYPE_THAT_DOES_NOT_END(Map.of(TYPE, "a/b/c; q=\""), "{}"),
        TYPE_THAT_IS_LONG(Map.of(TYPE, JSON + " ;x=y".repeat(1_000)), "{}"),
        JSON_IN_AN_UNKNOWN_CHARSET(Map.of(TYPE, JSON + "; charset=nonsense"), "{}"),
        JSON_THAT_IS_EMPTY(Map.of(TYPE, JSON), ""),
        JSON_THAT_IS_DEEP(Map.of(TYPE, JSON), "[".repeat(5_000)),
        JSON_THAT_IS_NOT_UTF8(Map.of(TYPE, JSON), "{\"label\":\"\u00ff\u00fe\"}"),
        JSON_THAT_IS_LONG(Map.of(TYPE, JSON), "{\"label\":\"" + "a".repeat(100_000) + "\"}"),
        CHUNKS(Map.of(TYPE, JSON, "Transfer-Encoding", "chunked"), chunk("{}")),
        CHUNKS_WITH_A_LENGTH(Map.of(TYPE, JSON, "Transfer-Encoding", "chunked", "Content-Length", "2"), chunk("{}")),
        LENGTH_THAT_IS_NONE(Map.of(TYPE, JSON, "Content-Length", "abc"), ""),
        LENGTH_THAT_IS_TOO_SHORT(Map.of(TYPE, JSON, "Content-Length", "1"), "{}"),
        LENGTH_THAT_IS_HUGE(Map.of(TYPE, JSON, "Content-Length", "99999999999"), ""),
        UNKNOWN_CONTENT_ENCODING(Map.of(TYPE, JSON, "Content-Encoding", "nonsense"), "{}"),
        EXPECT(Map.of(TYPE, JSON, "Expect", "100-continue"), "{}"),
        EXPECT_SOMETHING_ELSE(Map.of(TYPE, JSON, "Expect", "nonsense"), "{}"),
        ACCEPT_NOTHING(Map.of(TYPE, JSON, "Accept", "garbage;;q=x", "Accept-Language", ";;q=x"), "{}"),
        ORIGIN_THAT_IS_NONE(Map.of(TYPE, JSON, "Origin", "http://%"), "{}"),
        UNKNOWN_METHOD(Map.of(TYPE, "garbage"), "{}");

        // made by Map.of alone
        @SuppressWarnings("ImmutableEnumChecker")
        private final Map<String, String> headers;

        private final String body;

        Shape(Map<String, String> headers, String body) {
            this.headers = headers;
            this.body = body;
        }

        private static String chunk(String body) {
            return Integer.toHexString(body.length()) + "\r\n" + body + "\r\n0\r\n\r\n";
        }

        private boolean saysItsLength() {
            return headers.containsKey("Content-Length") || headers.containsKey("Transfer-Encoding");
        }

        private String method(String usual) {
            return this == UNKNOWN_METHOD ? "BREW" : usual;
        }
    }

    private record Endpoint(String method, String path) {}

    private final KeycloakServer keycloak;
    private final Realm realm;
    private final Gateway gateway;
    private final Person alice;
    private final List<Endpoint> endpoints = endpoints();

    RequestShapesIT(KeycloakServer keycloak) {
        this.keycloak = keycloak;
        realm = Realm.create(keycloak);
        realm.setUp();
        Console.allowPasswordGrant(realm);
        gateway = realm.gateway(
                "gateway",
                Map.of(
                        "protocols", List.of("imap"),
                        "loginIdentity", "username",
                        "backends", Map.of("imap", "127.0.0.1:143")));
        alice = realm.user(NewUser.named("alice"));
    }

    @AfterAll
    void removeRealm() {
        realm.close();
    }

    @ParameterizedTest
    @EnumSource
    void isNoFaultOfTheServerWhoeverAsks(Shape shape) {
        Map<String, String> owner =
                bearer(String.valueOf(Console.of(realm, alice).token()));
        Map<String, String> admin = bearer(adminToken());
        for (Endpoint endpoint : endpoints) {
            Map<String, String> credential = endpoint.path().startsWith("/admin")
                    ? admin
                    : GATEWAYS_ASK.contains(endpoint.path()) ? gatewayCredential() : owner;
            int status = sendAndReadTheLog(endpoint, shape, credential);
            assertThat(status).as("%s %s", shape, endpoint).isBetween(200, 499);
        }
    }

    /** What a gateway reads as "the user's password is wrong" is never the answer to a stranger. */
    @ParameterizedTest
    @EnumSource
    void isNoFaultOfTheServerAndNoWrongPasswordIfAStrangerAsks(Shape shape) {
        for (Endpoint endpoint : endpoints) {
            if (endpoint.path().startsWith(BELOW_REALMS)) {
                int status = sendAndReadTheLog(endpoint, shape, Map.of());
                if (!GATEWAYS_ASK.contains(endpoint.path())) {
                    assertThat(status).as("%s %s", shape, endpoint).isBetween(200, 499);
                } else if (endpoint.path().equals(NGINX_MAIL)) {
                    assertThat(status).as("%s %s", shape, endpoint).isIn(200, 400, 405, 413, 415);
                } else {
                    assertThat(status).as("%s %s", shape, endpoint).isIn(503, 400, 405, 413, 415);
                }
            }
        }
    }

    @Test
    void aGatewayIsAuthenticatedBeforeItsTypeIsComplainedOf() {
        for (String type : List.of("multipart/form-data; boundary=x", "garbage")) {
            RawHttp.Answer stranger =
                    new RawHttp("POST", realm.validateUrl()).with(TYPE, type).send(PART);
            RawHttp.Answer known = new RawHttp("POST", realm.validateUrl())
                    .with(TYPE, type)
                    .with("Authorization", Http.basic(gateway.clientId(), gateway.secret()))
                    .send(PART);
            RawHttp.Answer nginx = new RawHttp("GET", realm.url() + "/app-passwords/nginx-mail")
                    .with(TYPE, type)
                    .with("Authorization", Http.basic(gateway.clientId(), gateway.secret()))
                    .with("Auth-Protocol", "IMAP")
                    .send();

            assertThat(stranger.status()).isEqualTo(503);
            assertThat(stranger.header("Retry-After")).isNotEmpty();
            assertThat(known.status()).isEqualTo(415);
            assertThat(known.header("Cache-Control")).isEqualTo("no-store");
            assertThat(known.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(nginx.header("Auth-Status")).startsWith("[UNAVAILABLE]");
            assertThat(nginx.all("Auth-Server")).isEmpty();
        }
        EventLog events = new EventLog(realm);
        events.await("CLIENT_LOGIN_ERROR", "gateway_credential_missing");
        events.await("CLIENT_LOGIN_ERROR", "gateway_request_malformed");
    }

    private int sendAndReadTheLog(Endpoint endpoint, Shape shape, Map<String, String> credential) {
        long before = keycloak.log().toFile().length();
        RawHttp request = new RawHttp(shape.method(endpoint.method()), address(endpoint));
        credential.forEach(request::with);
        shape.headers.forEach(request::withBytes);
        RawHttp.Answer answer = shape.saysItsLength() ? request.sendUnmeasured(shape.body) : request.send(shape.body);
        assertThat(logSince(before))
                .as("%s %s", shape, endpoint)
                .filteredOn(line -> !line.contains("[org.keycloak.events]"))
                .hasSizeLessThanOrEqualTo(1)
                .noneMatch(line -> line.contains(" ERROR "));
        return answer.status();
    }

    private List<String> logSince(long length) {
        try (InputStream log = Files.newInputStream(keycloak.log())) {
            log.skipNBytes(length);
            return new String(log.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String address(Endpoint endpoint) {
        return keycloak.url()
                + endpoint.path()
                        .replace("{realm}", realm.name())
                        .replace("{userId}", alice.id())
                        .replaceAll("[{]\\w+}", "unknown");
    }

    private Map<String, String> gatewayCredential() {
        return Map.of("X-Gateway-Authorization", Http.basic(gateway.clientId(), gateway.secret()));
    }

    private static Map<String, String> bearer(String token) {
        return Map.of("Authorization", "Bearer " + token);
    }

    private String adminToken() {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(keycloak.url() + "/realms/master/protocol/openid-connect/token"));
        return new Http()
                .send(Http.withForm(
                        request,
                        Map.of(
                                "grant_type",
                                "password",
                                "client_id",
                                "admin-cli",
                                "username",
                                keycloak.adminName(),
                                "password",
                                keycloak.adminPassword())))
                .json()
                .path("access_token")
                .asText();
    }

    /** Every endpoint: a test of the interfaces holds that the document has all. */
    private static List<Endpoint> endpoints() {
        Pattern pathLine = Pattern.compile("  (/\\S+):");
        Pattern methodLine = Pattern.compile("    (get|put|post|delete|options):");
        List<Endpoint> endpoints = new ArrayList<>();
        String path = "";
        for (String line : document()) {
            Matcher pathOf = pathLine.matcher(line);
            Matcher methodOf = methodLine.matcher(line);
            if (pathOf.matches()) {
                path = pathOf.group(1);
            } else if (methodOf.matches()) {
                endpoints.add(new Endpoint(methodOf.group(1).toUpperCase(Locale.ROOT), path));
            }
        }
        assertThat(endpoints).hasSizeGreaterThan(20);
        return endpoints;
    }

    private static List<String> document() {
        try {
            return Files.readAllLines(Project.root().resolve("docs/openapi.yaml"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
