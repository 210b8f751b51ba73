package io.github.keycloakapppasswords.gateways;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Does things at the same time. */
final class Together {
    private Together() {}

    /**
     * Does all of these and returns their results in the same order.
     *
     * @param width how many at once
     * @throws IllegalStateException if one fails, with its failure as the cause
     */
    static <T> List<T> all(int width, List<Callable<T>> tasks) {
        ExecutorService threads = Executors.newFixedThreadPool(width);
        try {
            List<T> results = new ArrayList<>();
            for (Future<T> future : threads.invokeAll(tasks)) {
                results.add(future.get());
            }
            return results;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted.", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }
}
