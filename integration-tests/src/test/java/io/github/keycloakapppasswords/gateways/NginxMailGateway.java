package io.github.keycloakapppasswords.gateways;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import java.util.UUID;

/** One protocol of an nginx mail proxy, and a mail program. */
final class NginxMailGateway implements StockGateway {
    /** A protocol as a mail program uses it, and by which words it tells why it was refused. */
    enum Front {
        IMAP("[AUTHENTICATIONFAILED] ", "[UNAVAILABLE] ") {
            @Override
            int backend(NginxMailPorts ports) {
                return ports.backendImap();
            }

            @Override
            String open(NginxMail nginx, String username, String password) throws MessagingException {
                return MailOf.owner(nginx.client().imap(username, password));
            }
        },
        POP3("[AUTH] ", "[SYS/TEMP] ") {
            @Override
            int backend(NginxMailPorts ports) {
                return ports.backendPop3();
            }

            @Override
            String open(NginxMail nginx, String username, String password) throws MessagingException {
                return MailOf.owner(nginx.client().pop3(username, password));
            }
        },
        SMTP("535 5.7.8 ", "45") {
            @Override
            int backend(NginxMailPorts ports) {
                return ports.backendSmtp();
            }

            @Override
            String open(NginxMail nginx, String username, String password) throws MessagingException {
                String sender = UUID.randomUUID() + "@example.org";
                nginx.client().submit(username, password, sender);
                return nginx.backend().submitter(sender);
            }
        };

        private final String wrong;
        private final String later;

        Front(String wrong, String later) {
            this.wrong = wrong;
            this.later = later;
        }

        /** The port of the back end. */
        abstract int backend(NginxMailPorts ports);

        /** Logs in, and tells who one is then. */
        abstract String open(NginxMail nginx, String username, String password) throws MessagingException;
    }

    private final NginxMail nginx;
    private final Front front;

    NginxMailGateway(NginxMail nginx, Front front) {
        this.nginx = nginx;
        this.front = front;
    }

    @Override
    public Login login(String username, String password) {
        try {
            return Login.in(front.open(nginx, username, password));
        } catch (AuthenticationFailedException e) {
            String words = String.valueOf(e.getMessage());
            if (words.startsWith(front.wrong)) {
                return Login.wrong(words);
            }
            if (words.startsWith(front.later)) {
                return Login.later(words);
            }
            throw new IllegalStateException("Neither wrong nor temporary: " + words, e);
        } catch (MessagingException e) {
            throw new IllegalStateException("Ended other than by a refused login: " + e, e);
        }
    }

    @Override
    public void changeSecret(String secret) {
        nginx.changeSecret(secret);
    }

    @Override
    public void deliver(String loginIdentity) {
        nginx.deliver(loginIdentity);
    }

    @Override
    public void close() {
        nginx.close();
    }
}
