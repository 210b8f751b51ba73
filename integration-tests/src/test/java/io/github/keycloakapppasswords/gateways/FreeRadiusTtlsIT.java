package io.github.keycloakapppasswords.gateways;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.gateways.FreeRadius.Variant;
import io.github.keycloakapppasswords.gateways.Login.Answer;
import io.github.keycloakapppasswords.gateways.Residents.Resident;
import java.util.List;
import org.junit.jupiter.api.Test;

class FreeRadiusTtlsIT extends LoginContract {
    @Override
    String protocol() {
        return "radius";
    }

    @Override
    StockGateway start(GatewayTerms terms) {
        return new EapolTest(FreeRadius.start(terms, servers().authority()), terms.caFile());
    }

    /** In the tunnel anybody may say anything, also that he is in the office. */
    @Test
    void takesNoDevicesWordForItsAddress() {
        Resident resident = resident("restricted");
        String restricted = realm().appPassword(resident.person(), "Office", List.of("192.0.2.0/24"), null, "radius")
                .secret();
        try (FreeRadius other =
                FreeRadius.start(terms(), servers().authority(), Variant.TUNNEL_WITH_ATTRIBUTES, "-xx")) {
            EapolTest device = new EapolTest(other, terms().caFile());

            assertThat(device.login("restricted", restricted, "192.0.2.7").answer())
                    .isEqualTo(Answer.WRONG);
            assertThat(device.login("restricted", resident.secret(), "192.0.2.7")
                            .answer())
                    .isEqualTo(Answer.IN);
            assertThat(other.logged())
                    .containsPattern("tunnel received request\n(.*\n){1,20}.*Calling-Station-Id = \"192.0.2.7\"");
        }
    }
}
