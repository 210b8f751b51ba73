package io.github.keycloakapppasswords.cluster;

import io.github.keycloakapppasswords.stage.AppPasswordOnPaper;
import io.github.keycloakapppasswords.stage.NewUser;
import io.github.keycloakapppasswords.stage.Person;
import io.github.keycloakapppasswords.stage.StageException;
import io.github.keycloakapppasswords.stage.Waiting;
import io.github.keycloakapppasswords.validation.Asking;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/** Devices of users whom no node has in memory, one after the other. Each tries until it gets in; then every node forgets its user, if the database takes that. */
final class ColdMailboxes implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration RETRY = Duration.ofMillis(500);
    private static final Duration BETWEEN = Duration.ofMillis(800);

    private final Administration admin;
    private final Load load;
    private final Bounds bounds;
    private final BlockingQueue<Mailbox> cold = new LinkedBlockingQueue<>();
    private final BlockingQueue<Mailbox> known = new LinkedBlockingQueue<>();
    private final List<Thread> threads = List.of(
            new Thread(() -> pass(cold, this::ask, known), "cold"),
            new Thread(() -> pass(known, this::forget, cold), "forgetting"));
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
            cold.add(new Mailbox(
                    person, admin.insist("an app password", realm -> realm.appPassword(person, "phone", Asking.IMAP))));
        }
        threads.forEach(thread -> {
            thread.setDaemon(true);
            thread.start();
        });
    }

    /** When a question of a cold mailbox was asked, at last, that was accepted. */
    Instant acceptedAt() {
        return lastWarmed;
    }

    private void pass(BlockingQueue<Mailbox> from, Consumer<Mailbox> work, BlockingQueue<Mailbox> to) {
        while (!closed) {
            try {
                Mailbox mailbox = from.take();
                try {
                    work.accept(mailbox);
                } finally {
                    to.add(mailbox);
                }
            } catch (InterruptedException e) {
                return;
            } catch (StageException failed) {
                if (Pause.isInterrupted(failed)) {
                    return;
                }
            }
        }
    }

    private void ask(Mailbox mailbox) {
        Device device = load.add(new Device(
                Kind.COLD, mailbox.person().username(), mailbox.phone().secret(), Truth.of(bounds, true), RETRY));
        try {
            Waiting.until(PATIENCE, mailbox.person().username() + " gets in", () -> !device.acceptedAt()
                    .equals(Instant.MIN));
            lastWarmed = device.acceptedAt();
        } finally {
            load.remove(device);
        }
        Pause.of(BETWEEN);
    }

    /** An edit that changes nothing else: every node evicts the user. */
    private void forget(Mailbox mailbox) {
        admin.insist("an edit", realm -> realm.admin()
                .put(
                        realm.path("/users/" + mailbox.person().id()),
                        Map.of("firstName", "First", "lastName", "Edit " + ++edits)));
    }

    @Override
    public void close() {
        closed = true;
        threads.forEach(Thread::interrupt);
    }
}
