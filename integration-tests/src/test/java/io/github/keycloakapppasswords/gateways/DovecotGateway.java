package io.github.keycloakapppasswords.gateways;

import io.github.keycloakapppasswords.stage.Dovecot;
import io.github.keycloakapppasswords.stage.DovecotSettings;
import io.github.keycloakapppasswords.stage.MailLogin;
import io.github.keycloakapppasswords.stage.SieveClient;
import io.github.keycloakapppasswords.stage.SmtpSink;
import java.util.UUID;

/** A Dovecot by its recipe, and a mail program that speaks one of its protocols. */
final class DovecotGateway implements StockGateway {
    private final Dovecot dovecot;
    private final Way way;

    /** One of the protocols: how a client logs in, and what it is told. */
    @FunctionalInterface
    interface Way {
        Login login(Dovecot dovecot, String username, String password);
    }

    private DovecotGateway(Dovecot dovecot, Way way) {
        this.dovecot = dovecot;
        this.way = way;
    }

    static DovecotGateway start(GatewayTerms terms, Way way) {
        return start(settings(terms), way);
    }

    static DovecotGateway start(DovecotSettings settings, Way way) {
        return new DovecotGateway(Dovecot.start(settings), way);
    }

    /** IMAP of one that runs already. */
    static DovecotGateway imapOf(Dovecot dovecot) {
        return new DovecotGateway(dovecot, DovecotGateway::imap);
    }

    /** The recipe as it is, with its cache. */
    static DovecotSettings settings(GatewayTerms terms) {
        return DovecotSettings.asking(terms.realmUrl() + "/app-passwords/validate", terms.credential())
                .withAuthority(terms.caFile());
    }

    static Login imap(Dovecot dovecot, String username, String password) {
        return told(dovecot.client().imap(username, password), "[AUTHENTICATIONFAILED]", "[UNAVAILABLE]");
    }

    static Login pop3(Dovecot dovecot, String username, String password) {
        return told(dovecot.client().pop3(username, password), "[AUTH]", "[SYS/TEMP]");
    }

    static Login sieve(Dovecot dovecot, String username, String password) {
        SieveClient client = new SieveClient(dovecot.ports().sieve());
        return told(client.filters(username, password), "NO \"Authentication failed", "NO (TRYLATER)");
    }

    static Login submission(Dovecot dovecot, String username, String password) {
        String subject = UUID.randomUUID().toString();
        MailLogin login = dovecot.client().submit(username, password, subject);
        if (!login.accepted()) {
            return told(login, "535 ", "454 ");
        }
        return Login.in(sender(dovecot, subject));
    }

    /** Whom the mail server behind was told that the message of this subject comes from. */
    static String sender(Dovecot dovecot, String subject) {
        return dovecot.sink().submitted().stream()
                .filter(message -> message.text().contains(subject))
                .map(SmtpSink.Submitted::login)
                .findFirst()
                .orElse("a message that did not arrive");
    }

    Dovecot dovecot() {
        return dovecot;
    }

    @Override
    public Login login(String username, String password) {
        return way.login(dovecot, username, password);
    }

    @Override
    public void changeSecret(String secret) {
        dovecot.changeSecret(secret);
    }

    @Override
    public void deliver(String loginIdentity) {
        dovecot.deliver(loginIdentity, MailOf.subject(loginIdentity));
    }

    @Override
    public void forgetVerdicts() {
        dovecot.doveadm("auth", "cache", "flush");
    }

    @Override
    public void close() {
        dovecot.close();
    }

    private static Login told(MailLogin login, String wrong, String later) {
        if (login.accepted()) {
            return Login.in(MailOf.owner(login.subjects()));
        }
        if (login.answer().contains(wrong)) {
            return Login.wrong(login.answer());
        }
        if (login.answer().contains(later)) {
            return Login.later(login.answer());
        }
        throw new IllegalStateException("Neither wrong nor temporary: " + login.answer());
    }
}
