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

    /** Dovecot's settings for them. */
    String settings() {
        return listener("imap-login", "imap", imap)
                + listener("pop3-login", "pop3", pop3)
                + listener("submission-login", "submission", submission)
                + listener("managesieve-login", "sieve", sieve);
    }

    /** One port of a service, and none with TLS from the start. */
    private static String listener(String service, String listener, int port) {
        return """
                service %1$s {
                  inet_listener %2$s {
                    port = %3$d
                  }
                  inet_listener %2$ss {
                    port = 0
                  }
                }
                """
                .formatted(service, listener, port);
    }

    boolean answer() {
        return IntStream.of(imap, pop3, submission, sieve).allMatch(Ports::answers);
    }
}
