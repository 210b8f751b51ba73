package io.github.keycloakapppasswords.gateways;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/** Logins that go on in the background. */
final class Flood {
    private final CompletableFuture<List<Login>> all;

    private Flood(CompletableFuture<List<Login>> all) {
        this.all = all;
    }

    static Flood of(int width, List<Callable<Login>> logins) {
        return new Flood(CompletableFuture.supplyAsync(() -> Together.all(width, logins)));
    }

    /** Whether some are still under way. */
    boolean lasts() {
        return !all.isDone();
    }

    /** Waits for all. */
    List<Login> results() {
        return all.join();
    }
}
