package io.github.keycloakapppasswords.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.term.Protocol;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProtocolSpellingTest {

    @ParameterizedTest
    @CsvSource({
        "imaps, imap",
        "imap4, imap",
        "pop, pop3",
        "pop3s, pop3",
        "smtps, smtp",
        "smpt, smtp",
        "managesieve, sieve",
        "activesync, eas",
        "cal-dav, caldav",
        "carddv, carddav",
        "webdavs, webdav",
        "jabber, xmpp",
        "ldaps, ldap",
        "raduis, radius"
    })
    void findsTheKnownProtocolThatIsNearest(String id, String known) {
        assertThat(ProtocolSpelling.nearest(Protocol.of(id))).contains(Protocol.of(known));
    }

    @ParameterizedTest
    @ValueSource(strings = {"my-scanner", "print", "vpn", "wifi", "ftp", "nas", "git", "x"})
    void leavesIdsOfAnAdminsOwnAlone(String id) {
        assertThat(ProtocolSpelling.nearest(Protocol.of(id))).isEmpty();
    }

    @Test
    void warnsOfNoKnownProtocol() {
        assertThat(ProtocolSpelling.warning(Protocol.KNOWN)).isEmpty();
        assertThat(ProtocolSpelling.warning(List.of(Protocol.IMAP, Protocol.of("print"))))
                .isEmpty();
    }
}
