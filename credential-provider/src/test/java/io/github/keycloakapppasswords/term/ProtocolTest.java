package io.github.keycloakapppasswords.term;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProtocolTest {

    @ParameterizedTest
    @ValueSource(strings = {"imap", "a", "-", "print-8", "12345678901234567890123456789012"})
    void isWrittenAsItsId(String id) {
        assertThat(Protocol.of(id)).hasToString(id).isEqualTo(new Protocol(id));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "IMAP", "imap ", "imap/993", "imap\n", "\u0456map", "123456789012345678901234567890123"})
    void refusesAnythingElse(String id) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Protocol.of(id))
                .withMessageStartingWith("A protocol is 1 to 32 lower-case letters, digits and hyphens");
    }

    @Test
    void areSortedByTheirIds() {
        assertThat(new TreeSet<>(Protocol.KNOWN))
                .extracting(Protocol::id)
                .containsExactly(
                        "caldav", "carddav", "eas", "imap", "ldap", "pop3", "radius", "sieve", "smtp", "webdav",
                        "xmpp");
    }
}
