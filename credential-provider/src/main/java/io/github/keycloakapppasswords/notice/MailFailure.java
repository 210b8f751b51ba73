package io.github.keycloakapppasswords.notice;

import jakarta.mail.AuthenticationFailedException;
import java.io.IOException;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;

/** The mail server's reason for a mail that could not be sent (RFC 5321, section 4.2.1). */
enum MailFailure {
    /** It cannot be reached, does not let Keycloak in, or is about to close (421): so it is for every mail. */
    SERVER_AWAY,
    /** It does not take this mail for now (4yz): greylisting, a mailbox that is full, too many at once. */
    NOT_NOW,
    /** It will never take this mail, or it could not be written. */
    REFUSED;

    private static final int SERVICE_NOT_AVAILABLE = 421;

    static MailFailure of(Throwable failure) {
        MailFailure worst = REFUSED;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            int code = code(cause);
            if (cause instanceof IOException
                    || cause instanceof AuthenticationFailedException
                    || code == SERVICE_NOT_AVAILABLE) {
                return SERVER_AWAY;
            }
            if (code >= 400 && code < 500) {
                worst = NOT_NOW;
            }
        }
        return worst;
    }

    private static int code(Throwable cause) {
        if (cause instanceof SMTPSendFailedException send) {
            return send.getReturnCode();
        }
        if (cause instanceof SMTPAddressFailedException address) {
            return address.getReturnCode();
        }
        return cause instanceof SMTPSenderFailedException sender ? sender.getReturnCode() : 0;
    }
}
