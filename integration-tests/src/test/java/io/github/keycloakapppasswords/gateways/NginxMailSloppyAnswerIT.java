package io.github.keycloakapppasswords.gateways;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.gateways.Login.Answer;
import io.github.keycloakapppasswords.gateways.NginxMailGateway.Front;
import io.github.keycloakapppasswords.stage.CertificateAuthority;
import io.github.keycloakapppasswords.stage.Gateway;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Answers that name a back end without a yes: the recipe's relay lets nobody in by them, where a bare one does. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NginxMailSloppyAnswerIT {
    private final CertificateAuthority authority = CertificateAuthority.create("Sloppy CA");
    private final SloppyKeycloak keycloak = SloppyKeycloak.start(authority.server("localhost"));
    private final NginxMail recipe = start(NginxMailVariant.RECIPE);
    private final NginxMail openBehindRecipe = start(NginxMailVariant.ANYONE);
    private final NginxMail defenceless = start(NginxMailVariant.DEFENCELESS);
    private final NginxMail lockedBehindBareRelay = start(new NginxMailVariant(false, true, false, Map.of()));

    @AfterAll
    void close() {
        for (AutoCloseable one :
                List.of(recipe, openBehindRecipe, defenceless, lockedBehindBareRelay, keycloak, authority)) {
            close(one);
        }
    }

    static Stream<Arguments> sloppy() {
        return Stream.of(
                Arguments.of(401, "OK"),
                Arguments.of(401, null),
                Arguments.of(403, "OK"),
                Arguments.of(302, "OK"),
                Arguments.of(429, null),
                Arguments.of(500, null),
                Arguments.of(503, "OK"),
                Arguments.of(200, null));
    }

    /** What the tests beside this one would see if the recipe let it through. */
    @ParameterizedTest
    @MethodSource("sloppy")
    void isALoginWithABareRelay(int status, @Nullable String authStatus) {
        assertThat(login(defenceless, Front.IMAP, status, authStatus).answer()).isEqualTo(Answer.IN);
    }

    @ParameterizedTest
    @MethodSource("sloppy")
    void isAnOutageWithTheRecipe(int status, @Nullable String authStatus) {
        for (Front front : Front.values()) {
            assertThat(login(openBehindRecipe, front, status, authStatus).answer())
                    .as(front.name())
                    .isEqualTo(Answer.LATER);
        }
    }

    /** The second lock: only a yes comes with the password of the back end. */
    @ParameterizedTest
    @MethodSource("sloppy")
    void opensNothingOnTheRecipesBackEnd(int status, @Nullable String authStatus) {
        answer(lockedBehindBareRelay, Front.IMAP, status, authStatus);

        assertThat(refused(lockedBehindBareRelay)).isTrue();
    }

    @Test
    void aRefusalThatNamesABackEndIsARefusal() {
        for (NginxMail nginx : List.of(recipe, openBehindRecipe)) {
            Login login = login(nginx, Front.IMAP, 200, "[AUTHENTICATIONFAILED] No");
            assertThat(login.answer()).isEqualTo(Answer.WRONG);
        }
    }

    @Test
    void aYesIsALogin() {
        for (Front front : Front.values()) {
            assertThat(login(recipe, front, 200, "OK").answer()).isEqualTo(Answer.IN);
        }
    }

    @Test
    void aYesWithoutABackEndIsNone() {
        keycloak.answers(200, Map.of("Auth-Status", "OK", "Auth-User", "anna"));

        assertThat(refused(openBehindRecipe)).isTrue();
    }

    @Test
    void aCertificateOfAnotherAuthorityIsAnOutage() {
        try (CertificateAuthority other = CertificateAuthority.create("Other CA");
                SloppyKeycloak impostor = SloppyKeycloak.start(other.server("localhost"));
                NginxMail nginx =
                        NginxMail.start(terms(impostor), authority, NginxMailPorts.free(), NginxMailVariant.ANYONE)) {
            impostor.answers(200, yes(nginx, Front.IMAP, "OK"));

            assertThat(new NginxMailGateway(nginx, Front.IMAP)
                            .login("anna", "any")
                            .answer())
                    .isEqualTo(Answer.LATER);
        }
    }

    private Login login(NginxMail nginx, Front front, int status, @Nullable String authStatus) {
        answer(nginx, front, status, authStatus);
        return new NginxMailGateway(nginx, front).login("anna", "any");
    }

    private void answer(NginxMail nginx, Front front, int status, @Nullable String authStatus) {
        keycloak.answers(status, yes(nginx, front, authStatus));
    }

    private static Map<String, String> yes(NginxMail nginx, Front front, @Nullable String authStatus) {
        Map<String, String> headers = new HashMap<>(Map.of(
                "Auth-User",
                "anna",
                "Auth-Server",
                "127.0.0.1",
                "Auth-Port",
                String.valueOf(front.backend(nginx.ports()))));
        if (authStatus != null) {
            headers.put("Auth-Status", authStatus);
        }
        return headers;
    }

    /** Whether IMAP ends in any way but a login. */
    private static boolean refused(NginxMail nginx) {
        try {
            nginx.client().imap("anna", "any");
            return false;
        } catch (jakarta.mail.MessagingException e) {
            return true;
        }
    }

    private NginxMail start(NginxMailVariant variant) {
        return NginxMail.start(terms(keycloak), authority, NginxMailPorts.free(), variant);
    }

    private GatewayTerms terms(SloppyKeycloak sloppy) {
        CertificateAuthority.Issued client = authority.client("nginx-mail");
        return new GatewayTerms(
                sloppy.url(),
                "example",
                new Gateway("nginx-mail", "any"),
                authority.certificate(),
                client.certificate(),
                client.key());
    }

    private static void close(AutoCloseable one) {
        try {
            one.close();
        } catch (Exception e) {
            throw new IllegalStateException(one + " did not close.", e);
        }
    }
}
