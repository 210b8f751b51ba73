package io.github.keycloakapppasswords.gateways;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.gateways.Residents.Resident;
import io.github.keycloakapppasswords.stage.CertificateAuthority;
import io.github.keycloakapppasswords.stage.Http;
import io.github.keycloakapppasswords.stage.KeycloakOnDatabase;
import io.github.keycloakapppasswords.stage.KeycloakOnMariaDb;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who means nginx before Radicale no good: nginx, and what it trusts, is not talked into anything. */
@ExtendWith(KeycloakOnMariaDb.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NginxAuthRequestAttackIT {
    /** As curl's options name them. */
    private static final List<String> HTTP_VERSIONS = List.of("http1.1", "http2");

    private final KeycloakOnDatabase.Pair servers;
    private final Residents residents;
    private final GatewayTerms terms;
    private final NginxDav dav;

    NginxAuthRequestAttackIT(KeycloakOnDatabase.Pair servers) {
        this.servers = servers;
        residents = new Residents(servers.keycloak(), "caldav");
        terms = GatewayTerms.of(servers, residents.realm(), residents.realm().gateway("gateway", "caldav"), "gateway");
        dav = new NginxDav(terms, servers.authority(), NginxDav.Variant.HTTP_2);
    }

    @AfterAll
    void close() {
        dav.close();
        residents.close();
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

        for (String version : HTTP_VERSIONS) {
            Curl request = dav.request(mine).flag(version).user(fritz.name(), fritz.secret());
            assertThat(request.run().status()).as(version).isEqualTo(403);
        }
    }

    /** Or the other tests would not try both. */
    @Test
    void speaksBothVersionsOfHttp() {
        assertThat(dav.request("/").flag("http1.1").run().headers().get(0)).startsWith("HTTP/1.1 401");
        assertThat(dav.request("/").flag("http2").run().headers().get(0)).startsWith("HTTP/2 401");
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
                "X-Script-Name: /victim",
                "X-Forwarded-Host: victim"
            })
    void whatAClientSaysOfItselfDoesNotCount(String header) {
        Resident heidi = resident("heidi" + header.hashCode());
        for (String version : HTTP_VERSIONS) {
            Curl unknown = new DavProgram(dav).whoAmI().flag(version).header(header);
            Curl known = new DavProgram(dav)
                    .whoAmI()
                    .flag(version)
                    .user(heidi.name(), heidi.secret())
                    .header(header);

            assertThat(unknown.run().status()).as(version).isEqualTo(401);
            assertThat(DavProgram.principal(known.run())).as(version).isEqualTo("/" + heidi.name() + "/");
        }
    }

    @Test
    void theGatewaysCredentialIsItsOwn() {
        Resident ida = resident("ida");
        String pair = terms.credential().clientId() + ":" + terms.credential().secret();
        String right = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));

        Curl.Answer wrongPassword = new DavProgram(dav)
                .whoAmI()
                .user("ida", "wrong")
                .header("X-Gateway-Authorization: Basic " + right)
                .run();
        Curl.Answer wrongGateway = new DavProgram(dav)
                .whoAmI()
                .user("ida", ida.secret())
                .header("X-Gateway-Authorization: Basic wrong")
                .run();

        assertThat(wrongPassword.status()).isEqualTo(401);
        assertThat(wrongGateway.status()).isEqualTo(207);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http1.1", "http2"})
    void twoCredentialsAreNone(String version) {
        Resident karl = resident("karl-" + version);
        Curl two = twice(Http.basic(karl.name(), karl.secret()), Http.basic("bob", "wrong"));

        assertThat(two.flag(version).run().status()).isNotEqualTo(207);
    }

    @Test
    void aHugeHeaderEndsNothingButItself() {
        Resident lena = resident("lena");
        Curl huge = new DavProgram(dav).whoAmI().user("lena", "a".repeat(100_000));

        assertThat(huge.run().status()).isNotEqualTo(207);
        assertThat(new DavProgram(dav)
                        .whoAmI()
                        .user("lena", "a".repeat(3_000))
                        .run()
                        .status())
                .isEqualTo(401);
        assertThat(dav.login("lena", lena.secret()).opened()).isEqualTo("lena");
    }

    @ParameterizedTest
    @CsvSource({"200", "204", "403", "404", "302", "500", "401"})
    void anAnswerThatNamesNobodyOpensNothing(int status) {
        CertificateAuthority authority = servers.authority();
        try (SloppyKeycloak sloppy = SloppyKeycloak.start(authority.server("localhost"));
                NginxDav other = new NginxDav(terms.at(sloppy.url()), authority, NginxDav.Variant.RECIPE)) {
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
        dav.login("paul", paul.secret());
        dav.login("paul", "a-wrong-one");
        twice(Http.basic("paul", paul.secret()), Http.basic("bob", "wrong")).run();

        assertThat(dav.logs())
                .doesNotContain(paul.secret(), "a-wrong-one", terms.credential().secret())
                .doesNotContain(Http.basic("paul", paul.secret()).substring("Basic ".length()))
                .doesNotContain(Http.basic("bob", "wrong").substring("Basic ".length()));
    }

    private Curl twice(String first, String second) {
        return new DavProgram(dav).whoAmI().header("Authorization: " + first).header("Authorization: " + second);
    }

    private Curl.Answer get(String path, Resident resident) {
        return dav.request(path).user(resident.name(), resident.secret()).run();
    }

    private Resident resident(String name) {
        dav.deliver(name);
        return residents.make(name);
    }
}
