package io.github.keycloakapppasswords.validation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SeldomLogTest {
    private static final String NAME = SeldomLogTest.class.getName();

    private final java.util.logging.Logger platform = java.util.logging.Logger.getLogger(NAME);
    private final List<String> lines = new ArrayList<>();
    private final java.util.logging.Handler handler = new java.util.logging.Handler() {
        @Override
        public void publish(java.util.logging.LogRecord record) {
            if (record.getLevel().intValue() >= java.util.logging.Level.WARNING.intValue()) {
                lines.add(String.format(record.getMessage(), record.getParameters()));
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final SeldomLog log = new SeldomLog(Logger.getLogger(NAME), "It does not work", nanos::get);

    @BeforeEach
    void listen() {
        platform.addHandler(handler);
    }

    @AfterEach
    void stopListening() {
        platform.removeHandler(handler);
    }

    @Test
    void hasOneLineAMinuteOfEachKind() {
        for (int i = 0; i < 100; i++) {
            log.failed(new IllegalStateException());
            log.failed(new IllegalArgumentException());
        }
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0)).startsWith("It does not work: java.lang.IllegalStateException.");

        nanos.addAndGet(Duration.ofMinutes(1).toNanos());
        log.failed(new IllegalStateException());
        log.failed(new IllegalStateException());
        assertThat(lines).hasSize(3);
    }
}
