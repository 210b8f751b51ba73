package io.github.keycloakapppasswords.use;

import io.github.keycloakapppasswords.term.Protocol;
import java.time.Instant;

/** Uses of app passwords that tests make up. */
final class Uses {

    private static final Instant START = Instant.parse("2030-01-02T03:04:05Z");

    private Uses() {}

    static NotedUse used(String credentialId, int second) {
        return of(credentialId, NotedUse.Kind.USED, second);
    }

    static NotedUse tried(String credentialId, int second) {
        return of(credentialId, NotedUse.Kind.TRIED, second);
    }

    private static NotedUse of(String credentialId, NotedUse.Kind kind, int second) {
        return new NotedUse(
                new NotedUse.Key(credentialId, kind),
                "realm",
                "alice",
                START.plusSeconds(second),
                Protocol.IMAP,
                "192.0.2.7",
                "dovecot");
    }
}
