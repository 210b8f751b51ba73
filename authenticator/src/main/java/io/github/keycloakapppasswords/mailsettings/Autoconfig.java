package io.github.keycloakapppasswords.mailsettings;

import io.github.keycloakapppasswords.mailsettings.MailServers.MailServer;
import io.github.keycloakapppasswords.policy.MailPrograms.UserName;
import io.github.keycloakapppasswords.policy.Server.Security;
import io.github.keycloakapppasswords.term.Protocol;
import java.util.List;
import javax.xml.stream.XMLStreamException;

/**
 * The document {@code config-v1.1.xml} of Mozilla's autoconfiguration (draft-ietf-mailmaint-autoconfig), which Thunderbird,
 * K-9 Mail, Evolution and others read. The program puts the address into the placeholder of the user name.
 *
 * <p>Calendars and address books are left out: version 1.1 has no settled form for them, and Thunderbird finds them by RFC
 * 6764.
 */
final class Autoconfig {

    private Autoconfig() {}

    /**
     * Writes the document.
     *
     * @param name of the provider, for people
     */
    static String document(String domain, String name, List<MailServer> servers) {
        return XmlDocument.of(xml -> xml.element(
                "clientConfig",
                "version",
                "1.1",
                config -> config.element("emailProvider", "id", domain, provider -> {
                    provider.element("domain", domain);
                    provider.element("displayName", name);
                    provider.element("displayShortName", name);
                    for (MailServer server : servers) {
                        write(provider, server);
                    }
                })));
    }

    private static void write(XmlDocument provider, MailServer mailServer) throws XMLStreamException {
        Protocol protocol = mailServer.server().protocol();
        provider.element(
                protocol.equals(Protocol.SMTP) ? "outgoingServer" : "incomingServer", "type", protocol.id(), server -> {
                    server.element("hostname", mailServer.server().host());
                    server.element("port", String.valueOf(mailServer.server().port()));
                    server.element("socketType", mailServer.server().security() == Security.TLS ? "SSL" : "STARTTLS");
                    server.element("authentication", "password-cleartext");
                    server.element(
                            "username",
                            mailServer.userName() == UserName.ADDRESS ? "%EMAILADDRESS%" : "%EMAILLOCALPART%");
                });
    }
}
