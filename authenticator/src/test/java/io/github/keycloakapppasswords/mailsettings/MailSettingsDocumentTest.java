package io.github.keycloakapppasswords.mailsettings;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.mailsettings.MailServers.MailServer;
import io.github.keycloakapppasswords.policy.MailPrograms.UserName;
import io.github.keycloakapppasswords.policy.Server;
import io.github.keycloakapppasswords.policy.Server.Security;
import io.github.keycloakapppasswords.term.Protocol;
import java.io.StringReader;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class MailSettingsDocumentTest {

    private static final List<MailServer> SERVERS = List.of(
            new MailServer(new Server(Protocol.IMAP, "imap.example.org:993", Security.TLS), UserName.ADDRESS),
            new MailServer(new Server(Protocol.SMTP, "[2001:db8::1]:587", Security.STARTTLS), UserName.LOCAL_PART));

    @Test
    void isWhatThunderbirdReads() {
        assertThat(Autoconfig.document("example.org", "Example", SERVERS))
                .isEqualTo(
                        """
                        <?xml version="1.0" encoding="UTF-8"?><clientConfig version="1.1"><emailProvider id="example.org">\
                        <domain>example.org</domain><displayName>Example</displayName>\
                        <displayShortName>Example</displayShortName><incomingServer type="imap">\
                        <hostname>imap.example.org</hostname><port>993</port><socketType>SSL</socketType>\
                        <authentication>password-cleartext</authentication><username>%EMAILADDRESS%</username>\
                        </incomingServer><outgoingServer type="smtp"><hostname>2001:db8::1</hostname><port>587</port>\
                        <socketType>STARTTLS</socketType><authentication>password-cleartext</authentication>\
                        <username>%EMAILLOCALPART%</username></outgoingServer></emailProvider></clientConfig>""");
    }

    @Test
    void isWhatOutlookReads() {
        assertThat(Autodiscover.answer(new MailAddress("anna", "example.org"), SERVERS))
                .contains(
                        "<Type>IMAP</Type><Server>imap.example.org</Server><Port>993</Port><DomainRequired>off</DomainRequired>"
                                + "<LoginName>anna@example.org</LoginName><SPA>off</SPA><SSL>on</SSL>"
                                + "<Encryption>SSL</Encryption>",
                        "<Type>SMTP</Type><Server>2001:db8::1</Server><Port>587</Port>",
                        "<LoginName>anna</LoginName><SPA>off</SPA><SSL>on</SSL><Encryption>TLS</Encryption>");
    }

    @Test
    void escapesWhateverItRepeats() throws Exception {
        String odd = "<script>\"&'</domain>";
        MailAddress address = new MailAddress("a</LoginName><Server>evil&x", "example.org");

        assertThat(Autoconfig.document("example.org", odd, SERVERS)).doesNotContain("<script>");
        assertThat(parse(Autoconfig.document("example.org", odd, SERVERS))
                        .getElementsByTagName("displayName")
                        .item(0)
                        .getTextContent())
                .isEqualTo(odd);
        Document answer = parse(Autodiscover.answer(address, SERVERS));
        assertThat(answer.getElementsByTagName("LoginName").item(1).getTextContent())
                .isEqualTo(address.localPart());
        assertThat(answer.getElementsByTagName("Server").getLength()).isEqualTo(2);
    }

    private static Document parse(String xml) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
    }
}
