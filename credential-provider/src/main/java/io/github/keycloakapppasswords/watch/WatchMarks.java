package io.github.keycloakapppasswords.watch;

import io.github.keycloakapppasswords.transaction.OwnTransaction;
import io.github.keycloakapppasswords.userstorage.FreshUsers;
import io.github.keycloakapppasswords.worker.BackgroundWorker;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSessionFactory;

/**
 * Marks in the caches, in two threads, which owners watch: first that an owner watches, and then the owner's names. The names are
 * looked up in the database and in directories; the other thread needs the caches alone. So a database or a directory that hangs
 * delays no page and no mark, and a look-up that fails costs only the names.
 */
public final class WatchMarks implements AutoCloseable {

    /** Owners who wait for their mark, and owners who wait for their names. */
    static final int MOST_WAITING = 200;

    private static final Duration CLOSING = Duration.ofSeconds(1);

    private static final Logger LOG = Logger.getLogger(WatchMarks.class);

    private final Semaphore forMark = new Semaphore(MOST_WAITING);
    private final Semaphore forNames = new Semaphore(MOST_WAITING);
    private final Consumer<Consumer<WatchedSignIns>> caches;
    private final Function<WatchBegun, OwnerNames.Found> finder;
    private final BackgroundWorker marks;
    private final BackgroundWorker names;

    /** @param users looks up users, with a limit of time for each directory */
    public WatchMarks(KeycloakSessionFactory factory, FreshUsers users, MeterRegistry registry) {
        this(
                work -> new OwnTransaction(factory).runInCaches(session -> work.accept(new WatchedSignIns(session))),
                new OwnerNames(new OwnTransaction(factory), users)::of,
                registry);
    }

    /**
     * @param caches does work with the caches, and throws if it fails
     * @param finder finds the names of an owner; may take long
     */
    WatchMarks(
            Consumer<Consumer<WatchedSignIns>> caches,
            Function<WatchBegun, OwnerNames.Found> finder,
            MeterRegistry registry) {
        this.caches = caches;
        this.finder = finder;
        this.marks = new BackgroundWorker(
                "watch-marks", "Owners who are setting up a device do not see its first sign-in.", registry);
        this.names = new BackgroundWorker(
                "watch-names",
                "Owners who are setting up a device do not see that it sends another password than an app password.",
                registry);
    }

    /** An owner watches. Neither waits nor fails; without a free place the owner gets no mark. */
    public void begun(WatchBegun owner) {
        queue(marks, forMark, owner, this::mark);
    }

    /** An owner is not to see sign-ins any more. Neither waits nor fails. */
    public void over(WatchOver owner) {
        boolean ignored = marks.soon(() -> caches.accept(signIns -> signIns.forget(owner.realmId(), owner.userId())));
    }

    private static void queue(BackgroundWorker worker, Semaphore places, WatchBegun owner, Consumer<WatchBegun> work) {
        if (!places.tryAcquire()) {
            LOG.debugf("%s owners wait: the page of the user %s does not show all", MOST_WAITING, owner.userId());
            return;
        }
        boolean queued = worker.soon(() -> {
            places.release();
            work.accept(owner);
        });
        if (!queued) {
            places.release();
        }
    }

    private void mark(WatchBegun owner) {
        caches.accept(signIns -> signIns.watch(owner.realmId(), owner.userId()));
        queue(names, forNames, owner, this::addNames);
    }

    private void addNames(WatchBegun owner) {
        OwnerNames.Found found = finder.apply(owner);
        caches.accept(signIns -> signIns.addNames(owner.realmId(), owner.userId(), found.names()));
        if (found.failure() != null) {
            throw found.failure();
        }
    }

    /** Waits for a short time: marks are worth less than the uses that Keycloak writes when it stops. */
    @Override
    public void close() {
        boolean marked = marks.close(CLOSING, () -> {});
        boolean named = names.close(CLOSING, () -> {});
        LOG.debugf("Owners who wait for their mark or names are left: %s, %s", !marked, !named);
    }
}
