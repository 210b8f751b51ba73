package io.github.keycloakapppasswords.gateways;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.gateways.Login.Answer;
import io.github.keycloakapppasswords.gateways.Residents.Resident;
import io.github.keycloakapppasswords.stage.AppPasswordOnPaper;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** nginx before Radicale. */
class NginxAuthRequestIT extends GatewayContract {
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

    private @Nullable NginxDav dav;

    @Override
    String protocol() {
        return "caldav";
    }

    @Override
    StockGateway start(GatewayTerms terms) {
        dav = new NginxDav(terms, servers().authority(), NginxDav.Variant.RECIPE);
        return dav;
    }

    @Test
    void keepsEverybodysEventsToHerself() {
        Resident carla = resident("carla");
        Resident dirk = resident("dirk");
        Curl.Answer stored = dav().request("/carla/calendar/1.ics")
                .user("carla", carla.secret())
                .option("request", "PUT")
                .header("Content-Type: text/calendar")
                .option("data-binary", EVENT)
                .run();

        assertThat(stored.status()).isEqualTo(201);
        assertThat(get("/carla/calendar/1.ics", carla).body()).contains("A secret meeting");
        assertThat(get("/carla/calendar/1.ics", dirk).status()).isEqualTo(403);
    }

    /** At a standard port, where neither the address of the server nor the one of the copy has a port. */
    @Test
    void movesAnEventToAnotherCalendar() {
        Resident gesa = resident("gesa");
        String server = "https://dav.example.org";
        for (String calendar : List.of("old", "new")) {
            assertThat(dav().request("/gesa/" + calendar + "/")
                            .user("gesa", gesa.secret())
                            .option("request", "MKCALENDAR")
                            .run()
                            .status())
                    .isEqualTo(201);
        }
        Curl put = dav().request("/gesa/old/1.ics").user("gesa", gesa.secret()).option("request", "PUT");
        put.header("Content-Type: text/calendar").option("data-binary", EVENT).run();
        Curl move = dav().request("/gesa/old/1.ics").user("gesa", gesa.secret()).option("request", "MOVE");
        move.header("Host: dav.example.org").header("Destination: " + server + "/gesa/new/1.ics");

        assertThat(move.run().status()).isEqualTo(201);
        assertThat(get("/gesa/new/1.ics", gesa).body()).contains("A secret meeting");
        assertThat(get("/gesa/old/1.ics", gesa).status()).isEqualTo(404);
    }

    @Test
    void theAddressIsTheOneThatNginxSees() {
        Resident jana = resident("jana");
        AppPasswordOnPaper office =
                realm().appPassword(jana.person(), "Office", List.of("192.0.2.0/24"), null, "caldav");
        AppPasswordOnPaper here = realm().appPassword(jana.person(), "Here", List.of("127.0.0.0/8"), null, "caldav");
        Curl lie = new DavProgram(dav())
                .whoAmI()
                .user("jana", office.secret())
                .header("X-Forwarded-For: 192.0.2.1")
                .header("X-App-Client-IP: 192.0.2.1")
                .header("Forwarded: for=192.0.2.1");

        assertThat(lie.run().status()).isEqualTo(401);
        assertThat(dav().login("jana", here.secret()).answer()).isEqualTo(Answer.IN);
    }

    @Test
    void withoutCredentialsAsksForThem() {
        Curl.Answer answer = new DavProgram(dav()).whoAmI().run();

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate").orElseThrow())
                .startsWith("Basic ")
                .contains("charset=\"UTF-8\"");
    }

    @ParameterizedTest
    @CsvSource({
        "RECIPE,mära,/m%25C3%25A4ra/",
        "PLAIN_NAMES,märi,/m%C3%A4ri/",
        "RECIPE,سلمى,/%25D8%25B3%25D9%2584%25D9%2585%25D9%2589/",
        "PLAIN_NAMES,سلمي,/%D8%B3%D9%84%D9%85%D9%8A/",
        "RECIPE,nora+work,/nora%252Bwork/",
        "PLAIN_NAMES,nils+work,/nils%2Bwork/"
    })
    void namesTheCollections(NginxDav.Variant variant, String name, String principal) {
        Resident resident = residents().make(name);
        try (NginxDav other = new NginxDav(terms(), servers().authority(), variant)) {
            other.deliver(name);
            Curl.Answer answer =
                    new DavProgram(other).whoAmI().user(name, resident.secret()).run();

            assertThat(DavProgram.principal(answer)).isEqualTo(principal);
            assertThat(other.login(name, resident.secret()).opened()).isEqualTo(name);
        }
    }

    @Test
    void takesACertificateInPlaceOfTheSecret() {
        Resident olga = resident("olga");
        GatewayTerms byCertificate =
                new X509Gateways(realm(), servers()).mark("dav-x509", Map.of("protocols", List.of("caldav")));
        try (NginxDav other = new NginxDav(byCertificate, servers().authority(), NginxDav.Variant.CERTIFICATE)) {
            other.deliver("olga");
            assertThat(other.login("olga", olga.secret()).opened()).isEqualTo("olga");
            assertThat(other.login("olga", "wrong").answer()).isEqualTo(Answer.WRONG);
        }
        GatewayTerms ofAnother = new X509Gateways(realm(), servers()).withCertificateOf("another", byCertificate);
        try (NginxDav other = new NginxDav(ofAnother, servers().authority(), NginxDav.Variant.CERTIFICATE)) {
            assertThat(other.login("olga", olga.secret()).answer()).isEqualTo(Answer.LATER);
        }
    }

    private Curl.Answer get(String path, Resident resident) {
        return dav().request(path).user(resident.name(), resident.secret()).run();
    }

    private NginxDav dav() {
        return Objects.requireNonNull(dav);
    }
}
