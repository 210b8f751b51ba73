package io.github.keycloakapppasswords.gateways;

import io.github.keycloakapppasswords.stage.Dovecot;
import io.github.keycloakapppasswords.stage.DovecotPorts;
import java.util.List;
import java.util.UUID;
import java.util.function.ToIntFunction;

/** A script as admins and devices have them, in Python with its own library alone. User names must be ASCII. */
enum PythonMail {
    IMAPLIB(
            "imap",
            DovecotPorts::imap,
            "[AUTHENTICATIONFAILED]",
            "[UNAVAILABLE]",
            """
            import imaplib
            with imaplib.IMAP4("127.0.0.1", port) as mail:
                mail.login(name, password)
                mail.select("INBOX", readonly=True)
                print(mail.fetch("1", "(BODY[HEADER.FIELDS (SUBJECT)])")[1][0][1].decode())
            """),
    POPLIB(
            "pop3",
            DovecotPorts::pop3,
            "[AUTH]",
            "[SYS/TEMP]",
            """
            import poplib
            mail = poplib.POP3("127.0.0.1", port)
            mail.user(name)
            mail.pass_(password)
            print(b"\\n".join(mail.retr(1)[1]).decode())
            mail.quit()
            """),
    SMTPLIB(
            "smtp",
            DovecotPorts::submission,
            "SMTPAuthenticationError: (535,",
            "SMTPAuthenticationError: (454,",
            """
            import smtplib
            with smtplib.SMTP("127.0.0.1", port, local_hostname="script.example.org") as mail:
                mail.login(name, password)
                mail.sendmail("a@example.org", ["b@example.org"], f"Subject: {subject}\\r\\n\\r\\nHello.\\r\\n")
            """);

    /** What was typed comes by standard input, so that it is not on the process list. */
    private static final String BEGINNING =
            """
            import sys
            port, subject = int(sys.argv[1]), sys.argv[2]
            name, password = sys.stdin.read().splitlines()
            """;

    private final String protocol;

    @SuppressWarnings("ImmutableEnumChecker") // method references of a record: they hold nothing
    private final ToIntFunction<DovecotPorts> port;

    private final String wrong;
    private final String later;
    private final String script;

    PythonMail(String protocol, ToIntFunction<DovecotPorts> port, String wrong, String later, String script) {
        this.protocol = protocol;
        this.port = port;
        this.wrong = wrong;
        this.later = later;
        this.script = script;
    }

    /** As Keycloak names it. */
    String protocol() {
        return protocol;
    }

    /** Logs in, and reads the first message of the mailbox or sends one. */
    Login login(Dovecot dovecot, String username, String password) {
        String subject = UUID.randomUUID().toString();
        String portNumber = String.valueOf(port.applyAsInt(dovecot.ports()));
        String output = Program.run(
                        List.of("python3", "-c", BEGINNING + script, portNumber, subject),
                        username + "\n" + password + "\n")
                .output();
        if (output.contains(wrong)) {
            return Login.wrong(output);
        }
        if (output.contains(later)) {
            return Login.later(output);
        }
        if (output.contains("Traceback")) {
            throw new IllegalStateException("Neither in, nor wrong, nor temporary: " + output);
        }
        return Login.in(this == SMTPLIB ? DovecotGateway.sender(dovecot, subject) : MailOf.owner(subjects(output)));
    }

    private static List<String> subjects(String output) {
        return output.lines()
                .filter(line -> line.startsWith("Subject: "))
                .map(line -> line.substring("Subject: ".length()))
                .toList();
    }
}
