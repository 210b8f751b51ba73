package io.github.keycloakapppasswords.gateways;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.gateways.Login.Answer;
import io.github.keycloakapppasswords.gateways.Residents.Resident;
import io.github.keycloakapppasswords.stage.AppPasswordOnPaper;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProsodyIT extends GatewayContract {
    @Override
    String protocol() {
        return "xmpp";
    }

    @Override
    boolean tellsTemporaryFailure() {
        return false;
    }

    /** As far as they can be part of an address in XMPP (RFC 7622, section 3.3.1). */
    @Override
    List<String> names() {
        return List.of("carol+lists", "50%25off", "jürgen", "ليلى");
    }

    /** Each waits for the one before, up to half a second. */
    @Override
    int staleLogins() {
        return 40;
    }

    @Override
    int floodWidth() {
        return 2;
    }

    @Override
    StockGateway start(GatewayTerms terms) {
        return Prosody.start(DovecotGateway.settings(terms), servers().authority());
    }

    @Test
    void refusesARuleOnNetworksSinceItTellsNoAddress() {
        Resident sara = resident("sara");
        AppPasswordOnPaper here = realm().appPassword(sara.person(), "Here", List.of("127.0.0.0/8"), null, "xmpp");

        assertThat(gateway().login("sara", here.secret()).answer()).isEqualTo(Answer.WRONG);
    }
}
