package io.github.keycloakapppasswords.bench;

import io.github.keycloakapppasswords.bench.Request.Numbers;
import io.github.keycloakapppasswords.stage.HttpAnswer;
import io.github.keycloakapppasswords.stage.PostgreSql;
import io.github.keycloakapppasswords.stage.StageException;
import io.github.keycloakapppasswords.stage.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Many changes at once, and many followers that read them all, beside the validation of other users. */
final class FeedBench {

    private static final int CHANGES = 100_000;
    private static final int FOLLOWERS = 10;
    private static final int OK = 200;
    private static final int BUSY = 503;
    private static final Duration POLL_AGAIN = Duration.ofMillis(100);
    private static final Duration MEASUREMENT = Duration.ofSeconds(4);
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final double NANOS = 1e9;

    private final Wrk wrk;
    private final PostgreSql database;
    private final Crowd others;
    private final Crowd changed;

    /**
     * @param others are validated meanwhile
     * @param changed has more users than there are changes
     */
    FeedBench(Wrk wrk, PostgreSql database, Crowd others, Crowd changed) {
        this.wrk = wrk;
        this.database = database;
        this.others = others;
        this.changed = changed;
    }

    void run() {
        String cursor = changed.feed("").json().path("cursor").asText();
        Report.progress("Noting " + CHANGES + " changes …");
        long noted = System.nanoTime();
        changed.changes(CHANGES);
        Waiting.until(PATIENCE, "all changes have their place", () -> unplaced() == 0);
        double placed = (System.nanoTime() - noted) / NANOS;
        Report.progress(FOLLOWERS + " followers read them …");
        Request question = others.validate("others", Numbers.randomUpTo(1));
        wrk.rate(question, MEASUREMENT);
        double alone = wrk.rate(question, MEASUREMENT);
        long began = System.nanoTime();
        List<CompletableFuture<Double>> followers = new ArrayList<>();
        for (int i = 0; i < FOLLOWERS; i++) {
            followers.add(CompletableFuture.supplyAsync(() -> {
                follow(cursor);
                return (System.nanoTime() - began) / NANOS;
            }));
        }
        Series meanwhile = new Series();
        while (followers.stream().anyMatch(follower -> !follower.isDone())) {
            meanwhile.add(wrk.rate(question, MEASUREMENT));
        }
        double read =
                followers.stream().mapToDouble(CompletableFuture::join).max().orElseThrow();
        Report.title("The feed, " + CHANGES + " changes and " + FOLLOWERS + " followers:");
        Report.value(placed, "s until all were noted and had their place");
        Report.value(read, "s until all followers had read them");
        Report.value(meanwhile.median() / alone, "of validation alone, as fast as it can, meanwhile");
    }

    /** Reads all of them, or fails. */
    private void follow(String from) {
        String cursor = from;
        int changes = 0;
        boolean more = true;
        while (more) {
            HttpAnswer page = changed.feed(cursor);
            if (page.status() == BUSY) {
                pause(POLL_AGAIN);
                continue;
            }
            if (page.status() != OK) {
                throw new StageException("The feed answered " + page.status() + ": " + page.body());
            }
            changes += page.json().path("changes").size();
            more = page.json().path("more").asBoolean();
            cursor = page.json().path("cursor").asText();
        }
        if (changes < CHANGES) {
            throw new StageException("A follower has read only " + changes + " changes.");
        }
    }

    private double unplaced() {
        return Double.parseDouble(database.query("select count(*) from APP_PASSWORD_CHANGE where PLACE is null"));
    }

    static void pause(Duration duration) {
        try {
            Thread.sleep(duration.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
