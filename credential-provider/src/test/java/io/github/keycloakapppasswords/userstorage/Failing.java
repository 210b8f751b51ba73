package io.github.keycloakapppasswords.userstorage;

import java.util.concurrent.ThreadFactory;

/** Makes no threads at first. For one thread. */
final class Failing implements ThreadFactory {

    private final Error failure;
    private int left;

    /** @param times how often it throws the failure */
    Failing(Error failure, int times) {
        this.failure = failure;
        this.left = times;
    }

    @Override
    public Thread newThread(Runnable work) {
        if (left > 0) {
            left--;
            throw failure;
        }
        Thread thread = new Thread(work, "storage");
        thread.setDaemon(true);
        return thread;
    }
}
