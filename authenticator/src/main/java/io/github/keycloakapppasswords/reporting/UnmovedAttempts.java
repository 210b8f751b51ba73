package io.github.keycloakapppasswords.reporting;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.keycloakapppasswords.reporting.UnmovedMemory.Drop;
import io.github.keycloakapppasswords.verdict.Attempt;
import io.github.keycloakapppasswords.verdict.Decision;
import io.github.keycloakapppasswords.verdict.Reason;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Takes attempts with something else than an app password without ever waiting, and notes their users in the background, a batch
 * a second: most of them are real users who have not moved to app passwords, some are made-up names.
 *
 * <p><b>Security.</b> Any caller can make up names. So {@link #WAITING} attempts wait at most, {@link #BATCH} names a second are
 * looked up by a query or two together, and {@link #SEARCHES_PER_MINUTE} unknown names a minute are searched for by themselves, in
 * other spellings and in user storages. An attempt above that costs a look into the memory; it is dropped, counted once, and
 * taken when the user tries again and there is room. Known users have separate places in the memory, which made-up names cannot
 * take.
 */
final class UnmovedAttempts {

    static final int BATCH = 100;
    static final Duration INTERVAL = Duration.ofSeconds(1);
    static final Duration TELL = Duration.ofMinutes(1);
    static final int WAITING = 10_000;
    static final int SEARCHES_PER_MINUTE = 120;

    private static final int FAILURES_IN_A_ROW = 3;

    private static final Logger LOG = Logger.getLogger(UnmovedAttempts.class);

    private final UnmovedUsers users;
    private final ReportQueue queue;
    private final Clock clock;
    private final Budget searches;
    private final UnmovedMemory memory;
    private final BlockingQueue<UnmovedAttempt> waiting = new ArrayBlockingQueue<>(WAITING);
    private final AtomicLong dropped = new AtomicLong();
    private volatile int writing;
    private long droppedTold;

    /** @param queue takes the events */
    UnmovedAttempts(UnmovedUsers users, ReportQueue queue, Ticker ticker, Clock clock) {
        this.users = users;
        this.queue = queue;
        this.clock = clock;
        this.searches = new Budget(SEARCHES_PER_MINUTE, clock);
        this.memory = new UnmovedMemory(ticker);
    }

    /** Takes an attempt, unless the same name and protocol was taken a short time ago. */
    void sent(String realmId, String clientId, Attempt attempt) {
        String name = attempt.name();
        if (name == null) {
            return;
        }
        long key = UnmovedMemory.key(realmId, name, attempt.protocol().id());
        if (memory.take(key, this::hasRoom)
                && !waiting.offer(new UnmovedAttempt(key, realmId, clientId, name, attempt, clock.instant()))) {
            drop(key, Drop.NO_ROOM);
        }
    }

    private boolean hasRoom(Drop before) {
        return waiting.remainingCapacity() > 0 && (before == Drop.NO_ROOM || searches.isLeft());
    }

    private void drop(long key, Drop why) {
        if (memory.drop(key, why)) {
            dropped.incrementAndGet();
        }
    }

    /** The number of attempts that wait to be noted. */
    int size() {
        return waiting.size() + writing;
    }

    /** The number of dropped attempts since the start, each name and protocol counted once a day at most. */
    long droppedInAll() {
        return dropped.get();
    }

    /**
     * Notes a batch. Called by one thread only.
     *
     * @return whether an attempt waited
     */
    boolean write() {
        List<UnmovedAttempt> batch = new ArrayList<>(BATCH);
        writing = BATCH;
        try {
            waiting.drainTo(batch, BATCH);
            writing = batch.size();
            if (!batch.isEmpty()) {
                write(batch);
            }
            return !batch.isEmpty();
        } finally {
            writing = 0;
        }
    }

    /** Notes all waiting attempts, when the server stops. */
    void writeAll() {
        while (write()) {
            LOG.debugf("%d attempts with something else than an app password wait to be noted", waiting.size());
        }
    }

    /** Logs how many attempts were dropped since the last call. */
    void tellDropped() {
        long all = dropped.get();
        if (all > droppedTold) {
            LOG.warnf(
                    "%d names that sent something else than an app password were not looked up: too many at once",
                    all - droppedTold);
            droppedTold = all;
        }
    }

    private void write(List<UnmovedAttempt> batch) {
        Failures failures = new Failures();
        UnmovedUsers.LookUp lookUp;
        try {
            lookUp = users.lookUp(batch);
        } catch (RuntimeException | Error e) {
            batch.forEach(attempt -> memory.forget(attempt.key()));
            throw e;
        }
        Map<UnmovedAttempt, Optional<String>> answers = new LinkedHashMap<>(lookUp.users());
        batch.stream().filter(attempt -> !answers.containsKey(attempt)).forEach(attempt -> search(attempt, failures)
                .ifPresent(answer -> answers.put(attempt, answer)));
        note(found(answers), failures).forEach(answers::remove);
        answers.forEach((attempt, userId) -> {
            if (lookUp.realmsWithEvents().contains(attempt.realmId())) {
                report(attempt, userId.orElse(null));
            }
        });
        failures.throwLast();
    }

    /** @return empty if the name could not be searched for now */
    private Optional<Optional<String>> search(UnmovedAttempt attempt, Failures failures) {
        if (!searches.take()) {
            drop(attempt.key(), Drop.NOT_SEARCHED);
            return Optional.empty();
        }
        try {
            Optional<String> userId = users.search(attempt);
            if (userId.isPresent()) {
                searches.giveBack();
            }
            return Optional.of(userId);
        } catch (RuntimeException e) {
            memory.forget(attempt.key());
            failures.add(e);
            return Optional.empty();
        }
    }

    private static List<UnmovedUsers.Found> found(Map<UnmovedAttempt, Optional<String>> answers) {
        List<UnmovedUsers.Found> found = new ArrayList<>();
        answers.forEach((attempt, userId) -> userId.ifPresent(id -> found.add(new UnmovedUsers.Found(attempt, id))));
        return found;
    }

    /**
     * Notes all together, or one by one if that fails: one user whom the database refuses must not hold up the others. When three
     * in a row fail, the database is at fault.
     *
     * @return the attempts that were not noted
     */
    private List<UnmovedAttempt> note(List<UnmovedUsers.Found> found, Failures failures) {
        if (found.isEmpty() || noted(found, failures)) {
            return List.of();
        }
        List<UnmovedAttempt> lost = new ArrayList<>();
        int inARow = found.size() == 1 ? FAILURES_IN_A_ROW : 0;
        for (UnmovedUsers.Found one : found) {
            boolean done = inARow < FAILURES_IN_A_ROW && noted(List.of(one), failures);
            inARow = done ? 0 : inARow + 1;
            if (!done) {
                memory.forget(one.attempt().key());
                lost.add(one.attempt());
            }
        }
        return lost;
    }

    private boolean noted(List<UnmovedUsers.Found> found, Failures failures) {
        try {
            users.note(found);
        } catch (RuntimeException e) {
            failures.add(e);
            return false;
        }
        found.forEach(one -> memory.noted(one.attempt().key()));
        return true;
    }

    private void report(UnmovedAttempt attempt, @Nullable String userId) {
        Decision decision = new Decision(Reason.NOT_AN_APP_PASSWORD, userId, null, null, null, false);
        boolean ignored = queue.offer(
                Fold.of(attempt.realmId(), attempt.clientId(), attempt.attempt(), decision),
                () -> Reports.of(attempt.realmId(), attempt.clientId(), attempt.attempt(), decision));
    }

    /** The number of unknown and waiting names that are held after eviction. */
    long othersHeld() {
        return memory.othersHeld();
    }

    /** Failures of one batch. */
    private static final class Failures {

        private @Nullable RuntimeException last;

        void add(RuntimeException failure) {
            last = failure;
        }

        void throwLast() {
            if (last != null) {
                throw last;
            }
        }
    }
}
