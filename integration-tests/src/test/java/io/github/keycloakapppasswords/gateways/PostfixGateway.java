package io.github.keycloakapppasswords.gateways;

import io.github.keycloakapppasswords.stage.Dovecot;
import io.github.keycloakapppasswords.stage.MailClient;
import io.github.keycloakapppasswords.stage.MailLogin;
import java.util.UUID;

/** A Postfix and the Dovecot that asks Keycloak for it. */
final class PostfixGateway implements StockGateway {
    private final Postfix postfix;
    private final Dovecot dovecot;
    private final MailClient client;

    /** @param client a mail program that submits to the one of the two that people see */
    PostfixGateway(Postfix postfix, Dovecot dovecot, MailClient client) {
        this.postfix = postfix;
        this.dovecot = dovecot;
        this.client = client;
    }

    @Override
    public Login login(String username, String password) {
        String subject = UUID.randomUUID().toString();
        MailLogin login = client.submit(username, password, subject);
        if (login.accepted()) {
            return Login.in(postfix.sender(subject));
        }
        if (login.answer().startsWith("535 ")) {
            return Login.wrong(login.answer());
        }
        if (login.answer().startsWith("454 ")) {
            return Login.later(login.answer());
        }
        throw new IllegalStateException("Neither wrong nor temporary: " + login.answer());
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
        postfix.close();
        dovecot.close();
    }
}
