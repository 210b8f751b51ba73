package io.github.keycloakapppasswords.stage;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** A mail program: IMAP, POP3 and submission with user name and password, by Angus Mail; believes any certificate. */
public final class MailClient {
    private static final String HOST = "127.0.0.1";
    private static final String TIME_LIMIT_MILLIS = "60000";

    private final DovecotPorts ports;
    private final Session session;

    /** One of the server on these ports. */
    public MailClient(DovecotPorts ports) {
        this.ports = ports;
        Properties settings = new Properties();
        settings.put("mail.imap.connectiontimeout", TIME_LIMIT_MILLIS);
        settings.put("mail.imap.timeout", TIME_LIMIT_MILLIS);
        settings.put("mail.pop3.connectiontimeout", TIME_LIMIT_MILLIS);
        settings.put("mail.pop3.timeout", TIME_LIMIT_MILLIS);
        settings.put("mail.pop3.auth.mechanisms", "PLAIN");
        settings.put("mail.smtp.connectiontimeout", TIME_LIMIT_MILLIS);
        settings.put("mail.smtp.timeout", TIME_LIMIT_MILLIS);
        settings.put("mail.smtp.starttls.enable", "true");
        settings.put("mail.smtp.ssl.trust", "*");
        settings.put("mail.smtp.auth", "true");
        settings.put("mail.smtp.auth.mechanisms", "PLAIN");
        this.session = Session.getInstance(settings);
    }

    /** Logs in by IMAP and lists the subjects in INBOX. */
    public MailLogin imap(String username, String password) {
        return read(session, "imap", ports.imap(), username, password);
    }

    /** Logs in by IMAP as a webmail does, with an access token (XOAUTH2), and lists the subjects in INBOX. */
    public MailLogin imapWithToken(String username, String token) {
        Properties settings = (Properties) session.getProperties().clone();
        settings.put("mail.imap.auth.mechanisms", "XOAUTH2");
        return read(Session.getInstance(settings), "imap", ports.imap(), username, token);
    }

    /** Logs in by POP3 and lists the subjects. */
    public MailLogin pop3(String username, String password) {
        return read(session, "pop3", ports.pop3(), username, password);
    }

    private static MailLogin read(Session session, String protocol, int port, String username, String password) {
        try (Store store = session.getStore(protocol)) {
            store.connect(HOST, port, username, password);
            try (Folder inbox = store.getFolder("INBOX")) {
                inbox.open(Folder.READ_ONLY);
                List<String> subjects = new ArrayList<>();
                for (Message message : inbox.getMessages()) {
                    subjects.add(message.getSubject());
                }
                return MailLogin.accepted(subjects);
            }
        } catch (AuthenticationFailedException e) {
            return MailLogin.refused(e.getMessage());
        } catch (MessagingException e) {
            throw new StageException(protocol + " failed other than by a refused login: " + e, e);
        }
    }

    /** Logs in at the submission port and sends a message to herself. */
    public MailLogin submit(String username, String password, String subject) {
        try (Transport transport = session.getTransport("smtp")) {
            transport.connect(HOST, ports.submission(), username, password);
            InternetAddress self = new InternetAddress("someone@example.org");
            MimeMessage message = new MimeMessage(session);
            message.setFrom(self);
            message.setRecipient(Message.RecipientType.TO, self);
            message.setSubject(subject);
            message.setText("Sent by the stage.");
            transport.sendMessage(message, message.getAllRecipients());
            return MailLogin.accepted(List.of());
        } catch (AuthenticationFailedException e) {
            return MailLogin.refused(e.getMessage());
        } catch (MessagingException e) {
            throw new StageException("Submission failed other than by a refused login: " + e, e);
        }
    }
}
