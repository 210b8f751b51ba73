package io.github.keycloakapppasswords.lifecycle;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import io.github.keycloakapppasswords.stage.Person;
import io.github.keycloakapppasswords.stage.StageException;
import io.github.keycloakapppasswords.stage.Waiting;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A mail server on loopback that takes what Keycloak sends, and keeps it. */
public final class Mailbox implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

    /** Starts it on a free port. */
    public Mailbox() {
        server.start();
    }

    /**
     * A mail as it was received.
     *
     * @param raw header and body as they came over the wire
     */
    public record Mail(String subject, String raw, String text, String html) {

        /** The first text in it that matches. */
        public String find(Pattern pattern) {
            Matcher found = pattern.matcher(text);
            if (!found.find()) {
                throw new StageException("There is no " + pattern + " in the mail: " + text);
            }
            return found.group();
        }
    }

    /** What a realm needs to send here. */
    public Map<String, String> smtpServer() {
        return Map.of(
                "host", "127.0.0.1",
                "port", String.valueOf(server.getSmtp().getPort()),
                "from", "keycloak@example.org");
    }

    /** What came for this person, oldest first. */
    List<Mail> of(Person person) {
        return Arrays.stream(server.getReceivedMessagesForDomain(person.username() + "@example.org"))
                .map(Mailbox::read)
                .toList();
    }

    /** Waits for the first mail to this person that is as wanted. */
    Mail await(Person person, String what, Predicate<Mail> wanted) {
        Waiting.until(PATIENCE, what, () -> of(person).stream().anyMatch(wanted));
        return of(person).stream().filter(wanted).findFirst().orElseThrow();
    }

    /** Waits for the first mail to this person whose subject has this text. */
    public Mail await(Person person, String subject) {
        return await(
                person, "a mail \"" + subject + "\"", mail -> mail.subject().contains(subject));
    }

    private static Mail read(MimeMessage message) {
        try {
            Multipart parts = (Multipart) message.getContent();
            return new Mail(
                    message.getSubject(),
                    GreenMailUtil.getWholeMessage(message),
                    parts.getBodyPart(0).getContent().toString(),
                    parts.getBodyPart(1).getContent().toString());
        } catch (IOException | MessagingException e) {
            throw new StageException("The mail cannot be read: " + e, e);
        }
    }

    @Override
    public void close() {
        server.stop();
    }
}
