package io.github.keycloakapppasswords.gateways;

import io.github.keycloakapppasswords.gateways.Residents.Resident;
import io.github.keycloakapppasswords.stage.Dovecot;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Scripts that log in to Dovecot with nothing but what Python has: they understand what they are told. */
class DovecotPythonIT extends GatewayUnderTest {
    @Override
    String protocol() {
        return "imap";
    }

    @Override
    Map<String, Object> settings() {
        return Map.of("protocols", List.of("imap", "pop3", "smtp"));
    }

    @Override
    StockGateway start(GatewayTerms terms) {
        return DovecotGateway.start(terms, DovecotGateway::imap);
    }

    @ParameterizedTest
    @EnumSource
    void opensTheOwnersMailbox(PythonMail script) {
        String name = "o'neil+" + script.protocol();
        Resident oneil = resident(name);
        String secret = secret(script, oneil);

        isIn(script.login(dovecot(), name, secret), name);
        isIn(script.login(dovecot(), name.toUpperCase(Locale.ROOT), secret.toUpperCase(Locale.ROOT)), name);
    }

    @ParameterizedTest
    @EnumSource
    void isToldThatItIsWrong(PythonMail script) {
        String ofBob = secret(script, bob());

        isWrong(script.login(dovecot(), "anna", ofBob));
        isWrong(script.login(dovecot(), "anna", anna().person().password()));
        isWrong(script.login(dovecot(), "nobody", ofBob));
    }

    @ParameterizedTest
    @EnumSource
    void isToldToTryLater(PythonMail script) {
        Resident newcomer = resident("new-" + script.protocol());
        String secret = secret(script, newcomer);
        gateway().changeSecret("not-the-secret");
        try {
            isLater(script.login(dovecot(), newcomer.name(), secret));
        } finally {
            gateway().changeSecret(credential().secret());
        }
        isIn(script.login(dovecot(), newcomer.name(), secret), newcomer.name());
    }

    private Dovecot dovecot() {
        return ((DovecotGateway) gateway()).dovecot();
    }

    private String secret(PythonMail script, Resident resident) {
        return realm().appPassword(resident.person(), "Script " + script.protocol(), script.protocol())
                .secret();
    }
}
