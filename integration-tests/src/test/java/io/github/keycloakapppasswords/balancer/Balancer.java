package io.github.keycloakapppasswords.balancer;

/** A running load balancer. */
public interface Balancer extends AutoCloseable {

    /** The port of 127.0.0.1 at which it serves HTTPS as {@code localhost}. */
    int port();

    /** Everything that it has logged. */
    String log();

    @Override
    void close();
}
