package io.github.keycloakapppasswords.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerTest {

    @Test
    void hasHostAndPort() {
        Server server = Server.parse("imap imap.example.org:993 tls");

        assertThat(server.isWebAddress()).isFalse();
        assertThat(server.host()).isEqualTo("imap.example.org");
        assertThat(server.port()).isEqualTo(993);
    }

    @Test
    void hasAnIpv6AddressWithoutItsBrackets() {
        Server server = Server.parse("smtp [2001:db8::7]:587 starttls");

        assertThat(server.host()).isEqualTo("2001:db8::7");
        assertThat(server.port()).isEqualTo(587);
    }

    @Test
    void isAWebAddress() {
        assertThat(Server.parse("caldav https://dav.example.org:8443/"))
                .returns(true, Server::isWebAddress)
                .returns("dav.example.org", Server::host)
                .returns(8443, Server::port);
        assertThat(Server.parse("caldav https://dav.example.org/dav/").port()).isEqualTo(-1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "imap imap.example.org:0 tls",
                "imap imap.example.org:65536 tls",
                "imap imap.example.org:999999999 tls",
                "smtp [2001:db8::7]:70000 starttls",
                "caldav https://dav.example.org:0/",
                "caldav https://dav.example.org:65536/?x"
            })
    void refusesAPortThatIsNone(String text) {
        assertThatThrownBy(() -> Server.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("The port of a server is a whole number from 1 to 65535; the port in \""
                        + text.split(" ", -1)[1] + "\" is another.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "imap imap.example.org tls",
                "imap imap.example.org: tls",
                "imap imap.example.org:imap tls",
                "imap imap.example.org:-1 tls",
                "imap imap.example.org:+993 tls",
                "imap imap.example.org:9999999999 tls",
                "imap imap.example.org:993#x tls",
                "imap imap.example.org:993/x tls",
                "imap imap.example.org:993?x tls",
                "imap owner@imap.example.org:993 tls",
                "imap :993 tls",
                "imap 2001:db8::7:993 tls"
            })
    void refusesWhatIsNoHostWithAPort(String text) {
        assertThatThrownBy(() -> Server.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("A server is a protocol, a host with port, and tls or starttls");
    }
}
