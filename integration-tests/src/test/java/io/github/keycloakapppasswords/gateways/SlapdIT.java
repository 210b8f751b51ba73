package io.github.keycloakapppasswords.gateways;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.gateways.Residents.Resident;
import org.junit.jupiter.api.Test;

class SlapdIT extends PamCheckContract {
    private static final int INSUFFICIENT_ACCESS = 50;

    @Override
    String protocol() {
        return "ldap";
    }

    @Override
    StockGateway start(GatewayTerms terms) {
        return new LdapApplication(Slapd.start(terms, servers().authority()));
    }

    /** LDAP has no answer for it that applications understand: slapd says invalidCredentials. */
    @Override
    boolean tellsTemporaryFailure() {
        return false;
    }

    @Test
    void nobodyGivesHerselfAnotherPassword() {
        LdapApplication application = (LdapApplication) gateway();
        Resident petra = resident("petra");
        String change = "dn: " + application.dn("petra")
                + "\nchangetype: modify\nreplace: userPassword\nuserPassword: of-my-own\n";

        Program modify = application.slapd().client("ldapmodify", application.dn("petra"), petra.secret(), change);

        assertThat(modify.status()).isEqualTo(INSUFFICIENT_ACCESS);
    }
}
