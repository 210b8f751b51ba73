package io.github.keycloakapppasswords.mailsettings;

import io.github.keycloakapppasswords.mailsettings.MailServers.MailServer;
import io.github.keycloakapppasswords.policy.MailPrograms.UserName;
import io.github.keycloakapppasswords.policy.Server.Security;
import io.github.keycloakapppasswords.term.Protocol;
import java.util.List;
import java.util.Locale;
import javax.xml.stream.XMLStreamException;

/**
 * The answer of Outlook's Autodiscover in plain XML (MS-OXDSCLI, "POX"), for the protocols that it knows: IMAP, POP3 and SMTP.
 *
 * <p>The JSON form (version 2) is not served: it names the address of one Exchange service, and knows neither IMAP nor SMTP.
 */
final class Autodiscover {

    static final String OUTLOOK = "http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a";

    private static final String ANSWER = "http://schemas.microsoft.com/exchange/autodiscover/responseschema/2006";

    private Autodiscover() {}

    /** Writes the answer. The address is what the program sent, and is repeated in it. */
    static String answer(MailAddress address, List<MailServer> servers) {
        return XmlDocument.of(xml -> xml.element(
                "Autodiscover",
                "xmlns",
                ANSWER,
                autodiscover -> autodiscover.element(
                        "Response",
                        "xmlns",
                        OUTLOOK,
                        response -> response.element("Account", account -> {
                            account.element("AccountType", "email");
                            account.element("Action", "settings");
                            for (MailServer server : servers) {
                                write(account, address, server);
                            }
                        }))));
    }

    private static void write(XmlDocument account, MailAddress address, MailServer mailServer)
            throws XMLStreamException {
        Protocol type = mailServer.server().protocol();
        account.element("Protocol", protocol -> {
            protocol.element("Type", type.id().toUpperCase(Locale.ROOT));
            protocol.element("Server", mailServer.server().host());
            protocol.element("Port", String.valueOf(mailServer.server().port()));
            protocol.element("DomainRequired", "off");
            protocol.element(
                    "LoginName", mailServer.userName() == UserName.ADDRESS ? address.address() : address.localPart());
            protocol.element("SPA", "off");
            // never off: a program that does not know Encryption would then send the password in clear text
            protocol.element("SSL", "on");
            protocol.element("Encryption", mailServer.server().security() == Security.TLS ? "SSL" : "TLS");
            protocol.element("AuthRequired", "on");
            if (type.equals(Protocol.SMTP)) {
                protocol.element("UsePOPAuth", "on");
                protocol.element("SMTPLast", "off");
            }
        });
    }
}
