package io.github.keycloakapppasswords.cluster;

import io.github.keycloakapppasswords.stage.AppPasswordOnPaper;
import io.github.keycloakapppasswords.stage.NewUser;
import io.github.keycloakapppasswords.stage.Person;
import io.github.keycloakapppasswords.stage.StageException;
import io.github.keycloakapppasswords.stage.Waiting;
import io.github.keycloakapppasswords.validation.Asking;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;

/** Devices of users whom no node has in memory, one after the other. Each tries until it gets in; then every node forgets its user. */
final class ColdMailboxes implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration RETRY = Duration.ofMillis(500);
    private static final Duration BETWEEN = Duration.ofMillis(800);

    private final Administration admin;
    private final Load load;
    private final Bounds bounds;
    private final Queue<Mailbox> mailboxes = new ArrayDeque<>();
    private final Thread thread = new Thread(this::run, "cold");
    private volatile Instant lastWarmed = Instant.MIN;
    private volatile boolean closed;
    private int edits;

    private record Mailbox(Person person, AppPasswordOnPaper phone) {}

    /** @param number how many, so that each rests for as many seconds until its turn */
    ColdMailboxes(Administration admin, Load load, Bounds bounds, int number) {
        this.admin = admin;
        this.load = load;
        this.bounds = bounds;
        for (int i = 0; i < number; i++) {
            String name = "cold-" + i;
            Person person = admin.insist(
                    "a user", realm -> realm.user(NewUser.named(name).withOtp()));
            mailboxes.add(new Mailbox(
                    person, admin.insist("an app password", realm -> realm.appPassword(person, "phone", Asking.IMAP))));
        }
        thread.setDaemon(true);
        thread.start();
    }

    /** When a question of a cold mailbox was asked, at last, that was accepted. */
    Instant acceptedAt() {
        return lastWarmed;
    }

    private void run() {
        while (!closed) {
            Mailbox mailbox = mailboxes.remove();
            try {
                ask(mailbox);
                forget(mailbox);
            } catch (StageException failed) {
                if (Pause.isInterrupted(failed)) {
                    return;
                }
            }
            mailboxes.add(mailbox);
        }
    }

    private void ask(Mailbox mailbox) {
        Device device = load.add(new Device(
                Kind.COLD,
                mailbox.person().username(),
                mailbox.phone().secret(),
                Truth.of(bounds, true),
                RETRY));
        try {
            Waiting.until(
                    PATIENCE,
                    mailbox.person().username() + " gets in",
                    () -> !device.acceptedAt().equals(Instant.MIN));
            lastWarmed = device.acceptedAt();
        } finally {
            load.remove(device);
        }
        Pause.of(BETWEEN);
    }

    /** An edit that changes nothing else: every node evicts the user. */
    private void forget(Mailbox mailbox) {
        admin.insist(
                "an edit",
                realm -> realm.admin()
                        .put(
                                realm.path("/users/" + mailbox.person().id()),
                                Map.of("firstName", "First", "lastName", "Edit " + ++edits)));
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
