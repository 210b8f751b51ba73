package io.github.keycloakapppasswords.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.keycloakapppasswords.term.Protocol;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProtocolNamesTest {

    private final ProtocolNames names =
            new ProtocolNames(Map.of("MANAGESIEVE", Protocol.SIEVE, "submission", Protocol.IMAP), Protocol.POP3);

    @Test
    void resolvesItsOwnNamesBeforeTheBuiltInOnes() {
        assertThat(names.resolve("MANAGESIEVE")).contains(Protocol.SIEVE);
        assertThat(names.resolve("submission")).contains(Protocol.IMAP);
        assertThat(names.resolve("smtp")).contains(Protocol.SMTP);
        assertThat(ProtocolNames.STANDARD.resolve("submission")).contains(Protocol.SMTP);
    }

    @Test
    void readsNamesInAnyCaseAndAnAliasAsItIsWrittenFirst() {
        ProtocolNames both = new ProtocolNames(Map.of("MAIL", Protocol.SIEVE, "mail", Protocol.IMAP), null);

        assertThat(names.resolve("IMAP")).contains(Protocol.IMAP);
        assertThat(names.resolve("SUBMISSION")).contains(Protocol.IMAP);
        assertThat(ProtocolNames.STANDARD.resolve("Submission")).contains(Protocol.SMTP);
        assertThat(ProtocolNames.STANDARD.resolve("CalDAV")).contains(Protocol.of("caldav"));
        assertThat(both.resolve("MAIL")).contains(Protocol.SIEVE);
        assertThat(both.resolve("Mail")).contains(Protocol.IMAP);
    }

    @Test
    void takesTheDefaultForNoNameOnly() {
        assertThat(names.resolve(null)).contains(Protocol.POP3);
        assertThat(names.resolve("")).contains(Protocol.POP3);
        assertThat(ProtocolNames.STANDARD.resolve(null)).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> names.resolve("managesieve!"));
    }
}
