package io.github.keycloakapppasswords.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.policy.Server;
import io.github.keycloakapppasswords.term.Protocol;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SetUpGuideTest {

    private static final Server IMAP = new Server(Protocol.IMAP, "imap.example.org:993", Server.Security.TLS);

    @Test
    void fitsTheProtocols() {
        assertThat(SetUpGuide.of(Set.of(Protocol.IMAP, Protocol.SMTP))).containsExactly(SetUpGuide.values());
        assertThat(SetUpGuide.of(Set.of(Protocol.SMTP))).containsExactly(SetUpGuide.PRINTER);
        assertThat(SetUpGuide.of(Set.of(Protocol.POP3))).doesNotContain(SetUpGuide.PRINTER);
        assertThat(SetUpGuide.of(Set.of(Protocol.CALDAV, Protocol.XMPP))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void leadsFromTheAppToTheAppPassword(SetUpGuide guide) {
        assertThat(guide.steps(List.of()))
                .startsWith("appPasswordGuide." + guide.id() + ".begin")
                .containsSubsequence("appPasswordGuide.valuesUnknown", "appPasswordGuide.password");
    }

    /** Who leaves the outgoing server out can read mail and send none. */
    @Test
    void repeatsThePasswordWhereTheAppCallsItOptional() {
        assertThat(SetUpGuide.APPLE.steps(List.of(IMAP)))
                .endsWith("appPasswordGuide.password", "appPasswordGuide.apple.twice");
    }

    @Test
    void usesTheValuesThatAreOnThePage() {
        assertThat(SetUpGuide.THUNDERBIRD.steps(List.of(IMAP))).contains("appPasswordGuide.values");
        assertThat(SetUpGuide.PRINTER.steps(List.of(IMAP))).contains("appPasswordGuide.valuesUnknown");
    }
}
