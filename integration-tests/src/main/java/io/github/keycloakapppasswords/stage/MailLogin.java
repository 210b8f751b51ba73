package io.github.keycloakapppasswords.stage;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the login of a mail program ended.
 *
 * @param accepted whether it was let in
 * @param answer the server's words if it was not, such as {@code [AUTHENTICATIONFAILED] …} or {@code 535 5.7.8 …}
 * @param subjects the subjects in INBOX, if it was let in by IMAP
 */
public record MailLogin(boolean accepted, String answer, List<String> subjects) {
    static MailLogin accepted(List<String> subjects) {
        return new MailLogin(true, "", List.copyOf(subjects));
    }

    static MailLogin refused(@Nullable String answer) {
        return new MailLogin(false, answer == null ? "" : answer.strip(), List.of());
    }
}
