package io.github.keycloakapppasswords.stage;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.LoadState;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The stage can do with stock Keycloak what the tests of app passwords need of it. */
@ExtendWith({SharedKeycloak.class, SharedChromium.class})
class VisitorIT {
    private final Realm realm;
    private final Visitor visitor;

    VisitorIT(KeycloakServer keycloak, Chromium chromium) {
        realm = Realm.create(keycloak);
        visitor = chromium.visitor();
    }

    @BeforeEach
    void openConsole() {
        visitor.accountConsole().openSigningIn(realm);
    }

    @AfterEach
    void close() {
        visitor.close();
        realm.close();
    }

    @Test
    void logsInWithAnAuthenticatorApp() {
        Person alice = realm.user(NewUser.named("alice").withOtp());

        visitor.login().password(alice);
        visitor.login().code(alice.app().freshCode());

        assertThat(visitor.accountConsole().labels("otp")).containsExactly("Phone");
    }

    @Test
    void deletesACredentialInTheAccountConsole() {
        Person alice = realm.user(NewUser.named("alice").withOtp());
        visitor.login().password(alice);
        visitor.login().code(alice.app().freshCode());

        visitor.accountConsole().delete("otp", "Phone");

        assertThat(visitor.accountConsole().labels("otp")).isEmpty();
    }

    @Test
    void enrolsAnAuthenticatorApp() {
        Person bob = require("CONFIGURE_TOTP");

        Totp app = visitor.login().enrolApp();

        assertThat(visitor.accountConsole().labels("otp")).containsExactly("Phone");
        assertThat(realm.credentialTypes(bob)).contains("otp");
        assertThat(app.base32()).isNotEmpty();
    }

    @Test
    void enrolsAPasskey() {
        visitor.plugInPasskey();
        Person bob = require("webauthn-register-passwordless");

        visitor.login().enrolAuthenticator();

        visitor.accountConsole().labels("password");
        assertThat(realm.credentialTypes(bob)).contains("webauthn-passwordless");
    }

    @Test
    void enrolsASecurityKey() {
        visitor.plugInSecurityKey();
        Person bob = require("webauthn-register");

        visitor.login().enrolAuthenticator();

        visitor.accountConsole().labels("password");
        assertThat(realm.credentialTypes(bob)).contains("webauthn");
    }

    @Test
    void staysWhereAnActionEnds() {
        Person bob = realm.user(NewUser.named("bob"));
        visitor.open(AppPasswordAction.authorizationUrl(realm, "CONFIGURE_TOTP"));
        visitor.login().password(bob);
        visitor.login().enrolApp();

        assertThat(visitor.appPassword().outcome()).isEqualTo("success");
        String end = visitor.page().url();
        visitor.page().waitForLoadState(LoadState.NETWORKIDLE);

        assertThat(visitor.page().url()).isEqualTo(end);
    }

    private Person require(String action) {
        Person bob = realm.user(NewUser.named("bob"));
        realm.admin().put(realm.path("/users/" + bob.id()), Map.of("requiredActions", List.of(action)));
        visitor.login().password(bob);
        return bob;
    }
}
