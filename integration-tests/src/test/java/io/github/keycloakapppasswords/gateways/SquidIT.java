package io.github.keycloakapppasswords.gateways;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.gateways.Residents.Resident;
import io.github.keycloakapppasswords.stage.AppPasswordOnPaper;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SquidIT extends CheckerContract {
    @Override
    String protocol() {
        return "proxy";
    }

    @Override
    StockGateway start(GatewayTerms terms) {
        return new Squid(terms);
    }

    /** Squid has no other answer than 407. */
    @Override
    boolean tellsTemporaryFailure() {
        return false;
    }

    @Test
    void tellsTheClientsAddress() {
        Resident jana = resident("jana");
        AppPasswordOnPaper here = realm().appPassword(jana.person(), "Here", List.of("127.0.0.0/8"), null, "proxy");
        AppPasswordOnPaper office =
                realm().appPassword(jana.person(), "Office", List.of("192.0.2.0/24"), null, "proxy");

        isIn(login("jana", here.secret()), "jana");
        isWrong(login("jana", office.secret()));
    }

    /** Squid repeats a question after some answers of its helper, and ends by default if too many wait. */
    @Test
    void asksOnceForALoginWithoutAVerdict() {
        try (SloppyKeycloak sloppy = SloppyKeycloak.start(servers().authority().server("localhost"));
                Squid other = new Squid(terms().at(sloppy.url()))) {
            sloppy.answers(503, Map.of());

            isWrong(other.login("bob", "any"));

            assertThat(sloppy.requests()).hasSize(1);
        }
    }

    @Test
    void asksNothingForAnEmptyUserNameOrAppPassword() {
        try (SloppyKeycloak sloppy = SloppyKeycloak.start(servers().authority().server("localhost"));
                Squid other = new Squid(terms().at(sloppy.url()))) {
            sloppy.answers(401, Map.of());

            isWrong(other.login("", "any"));
            isWrong(other.login("bob", ""));

            assertThat(sloppy.requests()).isEmpty();
        }
    }
}
