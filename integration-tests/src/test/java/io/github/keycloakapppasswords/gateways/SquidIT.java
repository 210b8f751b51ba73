package io.github.keycloakapppasswords.gateways;

import io.github.keycloakapppasswords.gateways.Residents.Resident;
import io.github.keycloakapppasswords.stage.AppPasswordOnPaper;
import java.util.List;
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
}
