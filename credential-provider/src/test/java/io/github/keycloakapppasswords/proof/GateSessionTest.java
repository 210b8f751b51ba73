package io.github.keycloakapppasswords.proof;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keycloak.models.Constants;

class GateSessionTest {

    private final Browser alice = new Browser().authenticates("password");

    @Test
    void isStartedByTheUserWhoChoseThisAction() {
        assertThat(alice.gate().startedByUser("configure-app-password")).isFalse();
        assertThat(alice.starts("CONFIGURE_TOTP").gate().startedByUser("configure-app-password"))
                .isFalse();
        assertThat(alice.starts("configure-app-password").gate().startedByUser("configure-app-password"))
                .isTrue();
    }

    @Test
    void isImpersonatedOnlyWhereAnAdminIsSignedIn() {
        assertThat(alice.gate().isImpersonated()).isFalse();
        assertThat(alice.finishes().singleSignOn().gate().isImpersonated()).isFalse();
        assertThat(alice.impersonated().singleSignOn().gate().isImpersonated()).isTrue();
    }

    /** "cookie" is an execution of Keycloak's cookie authenticator in this realm, "gone" is none. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {"{}|false", "{\"gone\":1}|false", "{\"form\":1}|false", "{\"form\":1,\"cookie\":2}|true"})
    void restsOnASessionThatTheCookieAuthenticatorTook(String completed, boolean fromSession) {
        alice.withNoteOfAnother(Constants.AUTHENTICATORS_COMPLETED, completed);

        assertThat(alice.gate().isFromSession(Browser.realm())).isEqualTo(fromSession);
    }

    @Test
    void makesOneAppPasswordInARun() {
        GateSession gate = alice.gate();
        String id = gate.runId();
        assertThat(gate.made()).isEmpty();
        gate.made(id);

        assertThat(alice.gate().runId()).isEqualTo(id);
        assertThat(alice.gate().made()).contains(id);

        gate.endRun();

        assertThat(alice.gate().made()).isEmpty();
        assertThat(alice.gate().runId()).isNotBlank().isNotEqualTo(id);
    }

    @Test
    void remembersWhatTheUserChoseUntilTheRunEnds() {
        GateSession gate = alice.gate();
        FactorKind otp = FactorKind.ofType("otp").orElseThrow();
        gate.preferred(otp);
        gate.enrolling("CONFIGURE_TOTP");
        assertThat(alice.gate().preferred()).contains(otp);
        assertThat(alice.gate().enrolling()).contains("CONFIGURE_TOTP");

        gate.enrolmentEnded();
        assertThat(alice.gate().enrolling()).isEmpty();
        assertThat(alice.gate().preferred()).contains(otp);

        gate.endRun();
        assertThat(alice.gate().preferred()).isEmpty();
    }

    @Test
    void showsAMessageOnce() {
        alice.gate().message("appPasswordFactorWrong");

        assertThat(alice.gate().takeMessage()).contains("appPasswordFactorWrong");
        assertThat(alice.gate().takeMessage()).isEmpty();
    }
}
