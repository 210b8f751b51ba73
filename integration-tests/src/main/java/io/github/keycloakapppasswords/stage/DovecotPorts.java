package io.github.keycloakapppasswords.stage;

import java.util.stream.IntStream;

/** Where a {@link Dovecot} listens on 127.0.0.1; STARTTLS is off on each port. */
public record DovecotPorts(int imap, int pop3, int submission, int sieve) {
    /** These two, and free ones for the rest. */
    public static DovecotPorts of(int imap, int submission) {
        return new DovecotPorts(imap, Ports.free(), submission, Ports.free());
    }

    /** Free ones. */
    public static DovecotPorts free() {
        return of(Ports.free(), Ports.free());
    }

    boolean answer() {
        return IntStream.of(imap, pop3, submission, sieve).allMatch(Ports::answers);
    }
}
