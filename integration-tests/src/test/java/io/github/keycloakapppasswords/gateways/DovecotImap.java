package io.github.keycloakapppasswords.gateways;

import io.github.keycloakapppasswords.stage.Dovecot;
import io.github.keycloakapppasswords.stage.MailClient;
import io.github.keycloakapppasswords.stage.MailLogin;
import java.util.List;

/** Dovecot's IMAP, and a mail program. */
final class DovecotImap implements StockGateway {
    private static final String SUBJECT = "Mail of ";

    private final Dovecot dovecot;
    private final MailClient client;

    DovecotImap(Dovecot dovecot) {
        this.dovecot = dovecot;
        this.client = dovecot.client();
    }

    @Override
    public Login login(String username, String password) {
        MailLogin login = client.imap(username, password);
        if (login.accepted()) {
            return Login.in(owner(login.subjects()));
        }
        if (login.answer().contains("[AUTHENTICATIONFAILED]")) {
            return Login.wrong(login.answer());
        }
        if (login.answer().contains("[UNAVAILABLE]")) {
            return Login.later(login.answer());
        }
        throw new IllegalStateException("Neither wrong nor temporary: " + login.answer());
    }

    private static String owner(List<String> subjects) {
        return subjects.stream()
                .filter(subject -> subject.startsWith(SUBJECT))
                .map(subject -> subject.substring(SUBJECT.length()))
                .findFirst()
                .orElse("a mailbox without mail");
    }

    @Override
    public void changeSecret(String secret) {
        dovecot.changeSecret(secret);
    }

    @Override
    public void deliver(String loginIdentity) {
        dovecot.deliver(loginIdentity, SUBJECT + loginIdentity);
    }

    @Override
    public void close() {
        dovecot.close();
    }
}
