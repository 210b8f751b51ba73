package io.github.keycloakapppasswords.gateways;

import io.github.keycloakapppasswords.stage.Ports;
import java.util.List;
import java.util.Map;

/**
 * Where the parts of a mail proxy listen on 127.0.0.1.
 *
 * @param imap nginx, with TLS
 * @param pop3 nginx, with TLS
 * @param smtp nginx, with TLS
 * @param submission nginx, with STARTTLS
 * @param relay the relay to Keycloak
 * @param backendImap Dovecot
 * @param backendPop3 Dovecot
 * @param backendSmtp Dovecot
 */
record NginxMailPorts(
        int imap, int pop3, int smtp, int submission, int relay, int backendImap, int backendPop3, int backendSmtp) {

    static NginxMailPorts free() {
        return new NginxMailPorts(
                Ports.free(),
                Ports.free(),
                Ports.free(),
                Ports.free(),
                Ports.free(),
                Ports.free(),
                Ports.free(),
                Ports.free());
    }

    List<Integer> front() {
        return List.of(imap, pop3, smtp, submission, relay);
    }

    List<Integer> back() {
        return List.of(backendImap, backendPop3, backendSmtp);
    }

    /** The settings by which Keycloak knows such a gateway. */
    Map<String, Object> gatewaySettings() {
        return Map.of(
                "protocols",
                List.of("imap", "pop3", "smtp"),
                "backends",
                Map.of(
                        "imap", "127.0.0.1:" + backendImap,
                        "pop3", "127.0.0.1:" + backendPop3,
                        "smtp", "127.0.0.1:" + backendSmtp));
    }
}
