package io.github.keycloakapppasswords.gateways;

import io.github.keycloakapppasswords.stage.Trust;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** A mail program that speaks IMAP, POP3 and submission, and never without TLS, by Angus Mail. */
final class TlsMailClient {
    private static final String HOST = "localhost";
    private static final String TIME_LIMIT_MILLIS = "14000";

    private final NginxMailPorts ports;
    private final Session session;

    /** @param authority who must have signed the server's certificate; PEM */
    TlsMailClient(NginxMailPorts ports, Path authority) {
        this.ports = ports;
        Properties settings = new Properties();
        for (String protocol : List.of("imaps", "pop3s", "smtps", "smtp")) {
            String prefix = "mail." + protocol + ".";
            settings.put(prefix + "ssl.socketFactory", Trust.in(authority).getSocketFactory());
            settings.put(prefix + "ssl.checkserveridentity", "true");
            settings.put(prefix + "connectiontimeout", TIME_LIMIT_MILLIS);
            settings.put(prefix + "timeout", TIME_LIMIT_MILLIS);
            settings.put(prefix + "auth.mechanisms", "PLAIN");
        }
        settings.put("mail.smtps.auth", "true");
        settings.put("mail.smtp.auth", "true");
        settings.put("mail.smtp.starttls.required", "true");
        this.session = Session.getInstance(settings);
    }

    /**
     * Logs in by IMAP.
     *
     * @return the subjects in INBOX
     * @throws AuthenticationFailedException with the server's words, if the login was refused
     */
    List<String> imap(String username, String password) throws MessagingException {
        return inbox("imaps", ports.imap(), username, password);
    }

    /** As {@link #imap}, by POP3. */
    List<String> pop3(String username, String password) throws MessagingException {
        return inbox("pop3s", ports.pop3(), username, password);
    }

    /**
     * Logs in at the submission port and sends a message.
     *
     * @param sender of the message and its envelope
     * @throws AuthenticationFailedException with the server's words, if the login was refused
     */
    void submit(String username, String password, String sender) throws MessagingException {
        submit("smtps", ports.smtp(), username, password, sender);
    }

    /** As {@link #submit}, at the port that begins in clear text, where it insists on STARTTLS. */
    void submitByStartTls(String username, String password, String sender) throws MessagingException {
        submit("smtp", ports.submission(), username, password, sender);
    }

    private void submit(String protocol, int port, String username, String password, String sender)
            throws MessagingException {
        try (Transport transport = session.getTransport(protocol)) {
            transport.connect(HOST, port, username, password);
            MimeMessage message = new MimeMessage(session);
            message.setFrom(new InternetAddress(sender));
            message.setRecipient(Message.RecipientType.TO, new InternetAddress("someone@example.org"));
            message.setText("Sent by the stage.");
            message.saveChanges();
            transport.sendMessage(message, message.getAllRecipients());
        }
    }

    private List<String> inbox(String protocol, int port, String username, String password) throws MessagingException {
        try (Store store = session.getStore(protocol)) {
            store.connect(HOST, port, username, password);
            try (Folder inbox = store.getFolder("INBOX")) {
                inbox.open(Folder.READ_ONLY);
                List<String> subjects = new ArrayList<>();
                for (Message message : inbox.getMessages()) {
                    subjects.add(message.getSubject());
                }
                return subjects;
            }
        }
    }
}
