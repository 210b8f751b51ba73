package io.github.keycloakapppasswords.gateways;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.gateways.Login.Answer;
import io.github.keycloakapppasswords.gateways.Residents.Resident;
import io.github.keycloakapppasswords.stage.AppPasswordOnPaper;
import io.github.keycloakapppasswords.stage.Waiting;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

    /** Prosody prepares a name with nodeprep when Keycloak has said yes to it, and binds the account of that name. */
    @Test
    void aNameThatProsodyTakesForAnothersOpensNothing() {
        Map<String, String> others =
                Map.of("\uff56ictim", "victim", "stra\u00dfe", "strasse", "\u017fam", "sam", "\ufb01ona", "fiona");
        List<Resident> attackers = others.keySet().stream().map(this::resident).toList();

        for (Resident attacker : attackers) {
            isWrong(login(attacker.name(), attacker.secret()));
        }
        Waiting.until(Duration.ofSeconds(20), "there is an event about the name", () -> residents()
                .hasEvent("LOGIN_ERROR", "login_identity_folded"));

        // Without this defence each of them is somebody else.
        realm().gateway("gateway", Map.of("protocols", List.of(protocol()), "nameComparison", "exact"));
        try {
            gateway().forgetVerdicts();
            for (Resident attacker : attackers) {
                isIn(login(attacker.name(), attacker.secret()), Objects.requireNonNull(others.get(attacker.name())));
            }
        } finally {
            mark("username");
            gateway().forgetVerdicts();
        }
    }
}
