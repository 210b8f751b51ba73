package io.github.keycloakapppasswords.gateways;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.gateways.Login.Answer;
import io.github.keycloakapppasswords.gateways.Residents.Resident;
import io.github.keycloakapppasswords.stage.AppPasswordOnPaper;
import io.github.keycloakapppasswords.stage.CertificateAuthority;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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

    private @Nullable GatewayTerms terms;
    private @Nullable NginxDav dav;

    @Override
    String protocol() {
        return "caldav";
    }

    @Override
    StockGateway start(GatewayTerms ofTheRealm) {
        terms = ofTheRealm;
        dav = new NginxDav(ofTheRealm, servers().authority(), NginxDav.Variant.RECIPE);
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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/edgar/",
                "//edgar/",
                "/./edgar/",
                "/edgar",
                "/edgar%2f",
                "/%65dgar/",
                "/fritz/../edgar/",
                "/fritz/%2e%2e/edgar/",
                "/fritz/..%2fedgar/",
                "/edgar/?/fritz/"
            })
    void noSpellingOfAPathOpensAnothersCollections(String path) {
        resident("edgar-" + path.hashCode());
        Resident fritz = resident("fritz-" + path.hashCode());
        String mine = path.replace("edgar", "edgar-" + path.hashCode()).replace("fritz", fritz.name());

        assertThat(get(mine, fritz).status()).isEqualTo(403);
    }

    @Test
    void theEndpointThatAsksIsNotThereForClients() {
        assertThat(get("/.app-password", resident("gustav")).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Remote-User: victim",
                "x-remote-user: victim",
                "X_Remote_User: victim",
                "X-Remote_User: victim",
                "X-Auth-User: victim",
                "X-Script-Name: /victim"
            })
    void whatAClientSaysOfItselfDoesNotCount(String header) {
        Resident heidi = resident("heidi" + header.hashCode());
        Curl.Answer answer = new DavProgram(dav())
                .whoAmI()
                .user(heidi.name(), heidi.secret())
                .header(header)
                .run();

        assertThat(DavProgram.principal(answer)).isEqualTo("/" + heidi.name() + "/");
        assertThat(new DavProgram(dav()).whoAmI().header(header).run().status()).isEqualTo(401);
    }

    @Test
    void theGatewaysCredentialIsItsOwn() {
        Resident ida = resident("ida");
        String pair = credential().clientId() + ":" + credential().secret();
        String right = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));

        Curl.Answer wrongPassword = new DavProgram(dav())
                .whoAmI()
                .user("ida", "wrong")
                .header("X-Gateway-Authorization: Basic " + right)
                .run();
        Curl.Answer wrongGateway = new DavProgram(dav())
                .whoAmI()
                .user("ida", ida.secret())
                .header("X-Gateway-Authorization: Basic wrong")
                .run();

        assertThat(wrongPassword.status()).isEqualTo(401);
        assertThat(wrongGateway.status()).isEqualTo(207);
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

    @ParameterizedTest
    @ValueSource(strings = {"http1.1", "http2"})
    void twoCredentialsAreNone(String version) {
        Resident karl = resident("karl-" + version);
        Curl two = twice(basic(karl.name(), karl.secret()), basic("bob", "wrong"));

        assertThat(two.flag(version).run().status()).isNotEqualTo(207);
    }

    @Test
    void aHugeHeaderEndsNothingButItself() {
        Resident lena = resident("lena");
        Curl huge = new DavProgram(dav()).whoAmI().user("lena", "a".repeat(100_000));

        assertThat(huge.run().status()).isNotEqualTo(207);
        assertThat(new DavProgram(dav())
                        .whoAmI()
                        .user("lena", "a".repeat(3_000))
                        .run()
                        .status())
                .isEqualTo(401);
        assertThat(dav().login("lena", lena.secret()).opened()).isEqualTo("lena");
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

    @ParameterizedTest
    @CsvSource({"200", "204", "403", "404", "302", "500", "401"})
    void anAnswerThatNamesNobodyOpensNothing(int status) {
        CertificateAuthority authority = servers().authority();
        try (SloppyKeycloak sloppy = SloppyKeycloak.start(authority.server("localhost"));
                NginxDav other = new NginxDav(at(sloppy.url()), authority, NginxDav.Variant.RECIPE)) {
            sloppy.answers(status, Map.of());
            Curl.Answer answer = new DavProgram(other)
                    .whoAmI()
                    .user("bob", "any")
                    .header("X-Remote-User: bob")
                    .run();

            assertThat(answer.status()).isIn(401, 403, 503).isNotEqualTo(207);
            assertThat(answer.status() == 401).isEqualTo(status == 401);
        }
    }

    @Test
    void logsNoPasswords() {
        Resident paul = resident("paul");
        dav().login("paul", paul.secret());
        dav().login("paul", "a-wrong-one");
        twice(basic("paul", paul.secret()), basic("bob", "wrong")).run();

        assertThat(dav().logs())
                .doesNotContain(paul.secret(), "a-wrong-one", credential().secret())
                .doesNotContain(basic("paul", paul.secret()).substring("Basic ".length()))
                .doesNotContain(basic("bob", "wrong").substring("Basic ".length()));
    }

    private Curl twice(String first, String second) {
        return new DavProgram(dav()).whoAmI().header("Authorization: " + first).header("Authorization: " + second);
    }

    private Curl.Answer get(String path, Resident resident) {
        return dav().request(path).user(resident.name(), resident.secret()).run();
    }

    private static String basic(String username, String password) {
        String pair = username + ":" + password;
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    private GatewayTerms at(String url) {
        GatewayTerms of = terms();
        return new GatewayTerms(url, of.realm(), of.credential(), of.caFile(), of.clientCertificate(), of.clientKey());
    }

    private NginxDav dav() {
        return Objects.requireNonNull(dav);
    }

    private GatewayTerms terms() {
        return Objects.requireNonNull(terms);
    }
}
