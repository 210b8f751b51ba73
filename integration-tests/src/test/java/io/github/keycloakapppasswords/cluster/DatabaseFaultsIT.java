package io.github.keycloakapppasswords.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.stage.Cluster;
import java.time.Duration;
import java.util.EnumSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;

/** Two nodes: faults of the database. */
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DatabaseFaultsIT {
    /** The default of {@code database-outage-seconds}: longer than the faults. */
    private static final Duration OUTAGE = Duration.ofMinutes(5);

    private static final Duration LONG = Duration.ofSeconds(60);

    private final Drill drill = new Drill("2-database", 2, OUTAGE);
    private final Cluster cluster = drill.cluster();

    @AfterAll
    void end() {
        drill.close();
    }

    @Test
    @Order(1)
    void judgesRightlyWhileTheDatabaseIsAway() {
        drill.row("two nodes, PostgreSQL is stopped for 60 s", () -> {
            Bounds.Blindness blindness = drill.bounds().blind(true);
            cluster.stopDatabase();
            Pause.of(LONG);
            blindness.end(cluster::startDatabase);
        });
    }

    @Test
    @Order(2)
    void judgesRightlyWhileTheDatabaseHangs() {
        drill.row("PostgreSQL hangs for 60 s (SIGSTOP)", () -> {
            Bounds.Blindness blindness = drill.bounds().blind(true);
            cluster.freezeDatabase();
            Pause.of(LONG);
            blindness.end(cluster::thawDatabase);
        });
    }

    @Test
    @Order(3)
    void judgesRightlyWhileTheDatabaseTakesNoWrites() {
        drill.row("PostgreSQL is read-only for 30 s", () -> {
            cluster.readOnlyDatabase(true);
            Pause.of(LONG.dividedBy(2));
            cluster.readOnlyDatabase(false);
        });
    }

    @Test
    @Order(4)
    void judgesRightlyWhileTheDatabaseIsSlow() {
        drill.row("PostgreSQL needs 2 s more for each statement, for 40 s", () -> {
            cluster.slowDatabase(Duration.ofSeconds(2));
            Pause.of(Duration.ofSeconds(40));
            cluster.slowDatabase(Duration.ZERO);
        });
    }

    @Test
    @Order(5)
    void hasJudgedEachKindOfQuestion() {
        assertThat(drill.judged()).isEqualTo(EnumSet.allOf(Kind.class));
    }
}
