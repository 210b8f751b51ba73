package io.github.keycloakapppasswords.gateways;

import java.util.List;

/** The one message in each mailbox, whose subject tells whose it is. */
final class MailOf {
    private static final String SUBJECT = "Mail of ";

    private MailOf() {}

    /** The subject for the mailbox of this login identity. */
    static String subject(String loginIdentity) {
        return SUBJECT + loginIdentity;
    }

    /** Whose mailbox it is that has messages of these subjects. */
    static String owner(List<String> subjects) {
        return subjects.stream()
                .filter(subject -> subject.startsWith(SUBJECT))
                .map(subject -> subject.substring(SUBJECT.length()))
                .findFirst()
                .orElse("a mailbox without mail");
    }
}
