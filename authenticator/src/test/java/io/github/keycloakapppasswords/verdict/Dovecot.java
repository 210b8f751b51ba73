package io.github.keycloakapppasswords.verdict;

import io.github.keycloakapppasswords.term.Protocol;
import io.github.keycloakapppasswords.username.NameComparison;
import java.util.Set;

/** The gateway of most tests, with the settings that a gateway has unless an admin changes them. */
public final class Dovecot {

    public static final Requester FOR_IMAP = new Requester(
            "dovecot",
            Set.of(Protocol.IMAP),
            LoginIdentity.USERNAME,
            NameComparison.BY_PROTOCOL,
            null,
            "*",
            Requester.ClientAddress.OPTIONAL);

    private Dovecot() {}
}
