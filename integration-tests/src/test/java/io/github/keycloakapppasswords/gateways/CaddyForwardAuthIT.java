package io.github.keycloakapppasswords.gateways;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.gateways.Login.Answer;
import io.github.keycloakapppasswords.gateways.Residents.Resident;
import io.github.keycloakapppasswords.stage.AppPasswordOnPaper;
import io.github.keycloakapppasswords.stage.Http;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Caddy before Radicale. */
class CaddyForwardAuthIT extends GatewayContract {
    private static final List<String> HTTP_VERSIONS = List.of("http1.1", "http2");
    private static final String EVENT =
            """
            BEGIN:VCALENDAR\r
            VERSION:2.0\r
            PRODID:stage\r
            BEGIN:VEVENT\r
            UID:1\r
            DTSTAMP:20260101T000000Z\r
            DTSTART:20260101T000000Z\r
            SUMMARY:A secret meeting\r
            END:VEVENT\r
            END:VCALENDAR\r
            """;

    private @Nullable CaddyDav dav;

    @Override
    String protocol() {
        return "caldav";
    }

    @Override
    StockGateway start(GatewayTerms terms) {
        dav = CaddyDav.start(terms, servers().authority());
        return dav;
    }

    /** The question to Keycloak has no body, and the application still gets the whole of it. */
    @Test
    void handsOnABody() {
        Resident carla = resident("carla");
        Resident dirk = resident("dirk");
        for (String version : HTTP_VERSIONS) {
            String description = "\r\nDESCRIPTION:" + "long ".repeat(20_000) + "\r\nUID:";
            String path = "/" + carla.name() + "/calendar/1.ics";
            Curl put = dav().request(path)
                    .flag(version)
                    .user(carla.name(), carla.secret())
                    .option("request", "PUT")
                    .header("Content-Type: text/calendar")
                    .option("data-binary", EVENT.replace("\r\nUID:", description));

            assertThat(put.run().status()).as(version).isEqualTo(201);
            assertThat(get(path, carla).body()).contains("A secret meeting", "long ".repeat(10));
            assertThat(get(path, dirk).status()).isEqualTo(403);
            assertThat(dav().request(path)
                            .user(carla.name(), carla.secret())
                            .option("request", "DELETE")
                            .run()
                            .status())
                    .isEqualTo(200);
        }
    }

    /** At a standard port, where neither the address of the server nor the one of the copy has a port. */
    @Test
    void movesAnEventToAnotherCalendar() {
        Resident gesa = resident("gesa");
        request(gesa, "MKCALENDAR", "/gesa/new/").run();
        request(gesa, "PUT", "/gesa/calendar/1.ics")
                .header("Content-Type: text/calendar")
                .option("data-binary", EVENT)
                .run();
        Curl move = request(gesa, "MOVE", "/gesa/calendar/1.ics")
                .header("Host: localhost")
                .header("Destination: https://localhost/gesa/new/1.ics");

        assertThat(move.run().status()).isEqualTo(201);
        assertThat(get("/gesa/new/1.ics", gesa).body()).contains("A secret meeting");
    }

    @Test
    void theAddressIsTheOneThatCaddySees() {
        Resident jana = resident("jana");
        AppPasswordOnPaper office =
                realm().appPassword(jana.person(), "Office", List.of("192.0.2.0/24"), null, "caldav");
        AppPasswordOnPaper here = realm().appPassword(jana.person(), "Here", List.of("127.0.0.0/8"), null, "caldav");
        for (String header : List.of(
                "X-Forwarded-For: 192.0.2.1",
                "X-App-Client-IP: 192.0.2.1",
                "X-App-Client-IP: 192.0.2.1; Connection: X-App-Client-IP",
                "Forwarded: for=192.0.2.1")) {
            Curl lie = whoAmI().user("jana", office.secret());
            for (String line : header.split("; ", -1)) {
                lie.header(line);
            }
            assertThat(lie.run().status()).as(header).isEqualTo(401);
        }
        assertThat(dav().login("jana", here.secret()).answer()).isEqualTo(Answer.IN);
    }

    @Test
    void withoutCredentialsAsksForThem() {
        assertThat(whoAmI().run().header("WWW-Authenticate").orElseThrow())
                .startsWith("Basic ")
                .contains("charset=\"UTF-8\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Remote-User: victim",
                "X_Remote_User: victim",
                "X-Remote_User: victim",
                "x_remote-user: victim",
                "X-Auth-User: victim",
                "X-Script-Name: /victim",
                "X-Forwarded-Host: victim",
                "Connection: X-Remote-User",
                "Connection: X-App-Protocol, X-Gateway-Authorization, Authorization",
                "X-App-Protocol: carddav",
                "X-Gateway-Authorization: Basic wrong",
                "X-HTTP-Method-Override: DELETE",
                "Cookie: KEYCLOAK_IDENTITY=x"
            })
    void whatAClientSaysOfItselfDoesNotCount(String header) {
        Resident heidi = resident("heidi" + header.hashCode());
        for (String version : HTTP_VERSIONS) {
            Curl unknown = dav().request("/").flag(version).header(header);
            Curl wrong =
                    dav().request("/").flag(version).user(heidi.name(), "wrong").header(header);
            Curl known =
                    whoAmI().flag(version).user(heidi.name(), heidi.secret()).header(header);

            assertThat(unknown.run().status()).as(version).isEqualTo(401);
            assertThat(wrong.run().status()).as(version).isEqualTo(401);
            if (!header.contains(", Authorization")) {
                assertThat(DavProgram.principal(known.run())).as(version).isEqualTo("/" + heidi.name() + "/");
            }
        }
    }

    /** A client_id in the query names a gateway to Keycloak. */
    @Test
    void keepsTheQueryOfAClientFromKeycloak() {
        Resident lena = resident("lena");
        String path = "/?client_id=x&" + "long=" + "x".repeat(5000);

        Curl known = dav().request(path).user("lena", lena.secret()).option("request", "OPTIONS");

        assertThat(known.run().status()).isEqualTo(200);
        assertThat(dav().request(path).user("lena", "wrong").run().status()).isEqualTo(401);
        assertThat(dav().request(path).run().status()).isEqualTo(401);
    }

    @Test
    void twoCredentialsAreNone() {
        Resident karl = resident("karl");
        for (String version : HTTP_VERSIONS) {
            Curl two = dav().request("/")
                    .flag(version)
                    .header("Authorization: " + Http.basic("karl", karl.secret()))
                    .header("Authorization: " + Http.basic("bob", "wrong"));

            assertThat(two.run().status()).as(version).isEqualTo(503);
        }
    }

    /** What is not Keycloak's answer is an outage. */
    @Test
    void anAnswerThatNamesNobodyOpensNothing() {
        try (SloppyKeycloak sloppy = SloppyKeycloak.start(servers().authority().server("localhost"));
                CaddyDav other =
                        CaddyDav.start(terms().at(sloppy.url()), servers().authority())) {
            for (int status : List.of(200, 204, 403, 404, 400, 302, 500, 429, 401)) {
                sloppy.answers(status, Map.of());
                Curl.Answer answer = new DavProgram(other)
                        .whoAmI()
                        .user("bob", "any")
                        .header("X-Remote-User: bob")
                        .run();

                assertThat(answer.status()).as("%d: %s", status, answer).isEqualTo(status == 401 ? 401 : 503);
            }
        }
    }

    @Test
    void keepsPasswordsAndSecretToItself() throws IOException {
        Resident paul = resident("paul");
        dav().login("paul", paul.secret());
        dav().login("paul", "a-wrong-one");

        assertThat(dav().logs())
                .doesNotContain(paul.secret(), "a-wrong-one", credential().secret())
                .doesNotContain(Http.basic("paul", paul.secret()).substring("Basic ".length()))
                .doesNotContain(Http.basic(credential().clientId(), credential().secret())
                        .substring("Basic ".length()));
        assertThat(Files.getPosixFilePermissions(dav().adminSocket()))
                .doesNotContain(PosixFilePermission.OTHERS_WRITE, PosixFilePermission.GROUP_WRITE);
    }

    private Curl request(Resident gesa, String method, String path) {
        return dav().request(path).user("gesa", gesa.secret()).option("request", method);
    }

    private Curl whoAmI() {
        return new DavProgram(dav()).whoAmI();
    }

    private Curl.Answer get(String path, Resident resident) {
        return dav().request(path).user(resident.name(), resident.secret()).run();
    }

    private CaddyDav dav() {
        return Objects.requireNonNull(dav);
    }
}
