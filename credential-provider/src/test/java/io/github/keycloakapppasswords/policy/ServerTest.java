package io.github.keycloakapppasswords.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ServerTest {

    @Test
    void hasHostAndPort() {
        Server server = Server.parse("imap imap.example.org:993 tls");

        assertThat(server.isWebAddress()).isFalse();
        assertThat(server.host()).isEqualTo("imap.example.org");
        assertThat(server.port()).isEqualTo(993);
    }

    @Test
    void hasAnIpv6AddressInBrackets() {
        Server server = Server.parse("smtp [2001:db8::7]:587 starttls");

        assertThat(server.host()).isEqualTo("[2001:db8::7]");
        assertThat(server.port()).isEqualTo(587);
    }

    @Test
    void isAWebAddress() {
        assertThat(Server.parse("caldav https://dav.example.org:8443/").isWebAddress())
                .isTrue();
    }
}
