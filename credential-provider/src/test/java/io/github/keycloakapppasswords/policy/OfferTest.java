package io.github.keycloakapppasswords.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.term.Protocol;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OfferTest {

    private static final List<Protocol> OFFERED = List.of(Protocol.SMTP, Protocol.IMAP);

    @Test
    void isWhatPolicyAndGatewaysHaveInCommonInThePolicysOrder() {
        Set<Protocol> served = Set.of(Protocol.IMAP, Protocol.SMTP, Protocol.XMPP);

        assertThat(Offer.both(OFFERED, served)).containsExactly(Protocol.SMTP, Protocol.IMAP);
        assertThat(Offer.state(OFFERED, served)).isEqualTo(Offer.State.SERVED);
    }

    @Test
    void isThePolicysAloneWhereNothingIsConnected() {
        Offer offer = new Offer(PolicySettings.read(Map.of()), Offer.state(OFFERED, Set.of()));

        assertThat(offer.state()).isEqualTo(Offer.State.NOTHING_CONNECTED);
        assertThat(offer.protocols()).isEqualTo(Protocol.KNOWN);
    }

    @Test
    void isNothingWhereTheyHaveNothingInCommon() {
        Offer offer = new Offer(PolicySettings.read(Map.of()), Offer.state(OFFERED, Set.of(Protocol.RADIUS)));

        assertThat(offer.state()).isEqualTo(Offer.State.NOTHING_IN_COMMON);
        assertThat(offer.protocols()).isEmpty();
    }
}
