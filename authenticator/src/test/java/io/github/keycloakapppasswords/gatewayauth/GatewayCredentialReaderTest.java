package io.github.keycloakapppasswords.gatewayauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.gatewayauth.GatewayCredential.Bearer;
import io.github.keycloakapppasswords.gatewayauth.GatewayCredential.Certificate;
import io.github.keycloakapppasswords.gatewayauth.GatewayCredential.ClientSecret;
import io.github.keycloakapppasswords.gatewayauth.GatewayCredential.Unreadable;
import io.github.keycloakapppasswords.verdict.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GatewayCredentialReaderTest {

    private static final String AUTHORIZATION = "Authorization";
    private static final String GATEWAY = "X-Gateway-Authorization";
    private static final ClientSecret DOVECOT = new ClientSecret("dovecot", "s3cret");

    private static GatewayCredential read(Map<String, List<String>> headers) {
        return GatewayCredentialReader.read(name -> headers.getOrDefault(name, List.of()), List.of());
    }

    private static GatewayCredential read(String authorization) {
        return read(Map.of(AUTHORIZATION, List.of(authorization)));
    }

    private static String basic(String pair) {
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void readsEitherHeader() {
        assertThat(read(Map.of(AUTHORIZATION, List.of(basic("dovecot:s3cret")))))
                .isEqualTo(DOVECOT);
        assertThat(read(Map.of(GATEWAY, List.of(basic("dovecot:s3cret"))))).isEqualTo(DOVECOT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"basic", "BASIC", "Basic"})
    void readsTheSchemeInAnyCase(String scheme) {
        assertThat(read(basic("dovecot:s3cret").replace("Basic", scheme))).isEqualTo(DOVECOT);
    }

    @Test
    void readsIdAndSecretAsTheyWereSentAndAsRfc6749Says() {
        assertThat(read(basic("my%3Agateway:a%2Bb+c%25")))
                .isEqualTo(new ClientSecret("my%3Agateway", "a%2Bb+c%25", new ClientSecret("my:gateway", "a+b c%")));
        assertThat(read(basic("dovecot:a+b/c=")))
                .isEqualTo(new ClientSecret("dovecot", "a+b/c=", new ClientSecret("dovecot", "a b/c=")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a%", "a%zz", "a/b=c: d", "pässwörd", "%ff"})
    void readsASecretThatIsNoFormEncodingAsItWasSent(String secret) {
        assertThat(read(basic("dovecot:" + secret))).isEqualTo(new ClientSecret("dovecot", secret));
    }

    @Test
    void readsLatin1WhereItIsNotUtf8() {
        byte[] latin1 = "dovecot:pässwörd".getBytes(StandardCharsets.ISO_8859_1);

        assertThat(read("Basic " + Base64.getEncoder().encodeToString(latin1)))
                .isEqualTo(new ClientSecret("dovecot", "pässwörd"));
    }

    @Test
    void readsASecretWithColons() {
        assertThat(read(basic("dovecot:a:b:"))).isEqualTo(new ClientSecret("dovecot", "a:b:"));
    }

    @Test
    void readsABearerToken() {
        assertThat(read("Bearer abc.def.ghi")).isEqualTo(new Bearer("abc.def.ghi"));
    }

    @Test
    void readsWhoComesWithACertificate() {
        assertThat(GatewayCredentialReader.read(name -> List.of(), List.of("nginx")))
                .isEqualTo(new Certificate("nginx"));
        assertThat(GatewayCredentialReader.readBesideUsers(
                        name -> name.equals(AUTHORIZATION) ? List.of(basic("alice:pass")) : List.of(),
                        List.of("nginx")))
                .isEqualTo(new Certificate("nginx"));
    }

    @Test
    void takesTheUsersHeaderForNoGateway() {
        assertThat(GatewayCredentialReader.readBesideUsers(
                        name -> name.equals(AUTHORIZATION) ? List.of(basic("dovecot:s3cret")) : List.of(), List.of()))
                .isEqualTo(new Unreadable(Reason.GATEWAY_CREDENTIAL_MISSING));
    }

    @Test
    void readsNoCertificateBesideAnythingElse() {
        assertThat(GatewayCredentialReader.read(
                        name -> name.equals(AUTHORIZATION) ? List.of(basic("dovecot:s3cret")) : List.of(),
                        List.of("dovecot")))
                .isEqualTo(new Unreadable(Reason.GATEWAY_CREDENTIAL_AMBIGUOUS));
        assertThat(GatewayCredentialReader.read(name -> List.of(), List.of("nginx", "nginx")))
                .isEqualTo(new Unreadable(Reason.GATEWAY_CREDENTIAL_AMBIGUOUS));
    }

    @Test
    void doesNotPrintSecrets() {
        assertThat(DOVECOT).hasToString("ClientSecret[redacted]");
        assertThat(new Bearer("abc")).hasToString("Bearer[redacted]");
    }

    @Nested
    class Refuses {

        private void assertRefused(GatewayCredential credential, Reason reason) {
            assertThat(credential).isEqualTo(new Unreadable(reason));
        }

        @Test
        void none() {
            assertRefused(read(Map.of()), Reason.GATEWAY_CREDENTIAL_MISSING);
        }

        @Test
        void twoHeadersThatDiffer() {
            assertRefused(
                    read(Map.of(
                            AUTHORIZATION, List.of(basic("dovecot:s3cret")), GATEWAY, List.of(basic("nginx:s3cret")))),
                    Reason.GATEWAY_CREDENTIAL_AMBIGUOUS);
        }

        @Test
        void aUsersCredentialBesideTheGateways() {
            assertRefused(
                    read(Map.of(AUTHORIZATION, List.of("Negotiate abc"), GATEWAY, List.of(basic("dovecot:s3cret")))),
                    Reason.GATEWAY_CREDENTIAL_AMBIGUOUS);
        }

        @Test
        void aHeaderThatComesTwice() {
            String right = basic("dovecot:s3cret");
            assertRefused(read(Map.of(AUTHORIZATION, List.of(right, right))), Reason.GATEWAY_CREDENTIAL_AMBIGUOUS);
            assertRefused(read(Map.of(GATEWAY, List.of(right, right))), Reason.GATEWAY_CREDENTIAL_AMBIGUOUS);
        }

        @Test
        void twoCredentialsInOneHeader() {
            assertRefused(
                    read(basic("dovecot:s3cret") + ", " + basic("nginx:s3cret")), Reason.GATEWAY_CREDENTIAL_MALFORMED);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "Basic",
                    "Basic ",
                    "Basic !!!",
                    "Basic ZG92ZWNvdA==",
                    "Basic OnMzY3JldA==",
                    "Bearer ",
                    "Digest abc",
                    "ZG92ZWNvdDpzM2NyZXQ="
                })
        void whatItCannotRead(String header) {
            assertRefused(read(header), Reason.GATEWAY_CREDENTIAL_MALFORMED);
        }

        @Test
        void headersWithoutEnd() {
            assertRefused(read(basic("dovecot:" + "s".repeat(9000))), Reason.GATEWAY_CREDENTIAL_MALFORMED);
        }
    }

    @Test
    void takesTheSameCredentialInBothHeaders() {
        String right = basic("dovecot:s3cret");
        assertThat(read(Map.of(AUTHORIZATION, List.of(right), GATEWAY, List.of(right))))
                .isEqualTo(DOVECOT);
    }
}
