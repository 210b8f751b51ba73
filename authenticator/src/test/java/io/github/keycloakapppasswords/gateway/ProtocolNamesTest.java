package io.github.keycloakapppasswords.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.keycloakapppasswords.credential.Protocol;
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
    void takesTheDefaultForNoNameOnly() {
        assertThat(names.resolve(null)).contains(Protocol.POP3);
        assertThat(names.resolve("")).contains(Protocol.POP3);
        assertThat(ProtocolNames.STANDARD.resolve(null)).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> names.resolve("managesieve!"));
    }
}
