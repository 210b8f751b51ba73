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

/** The short form: two nodes, and faults that no other test has. */
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FewFaultsIT {
    private static final Duration OUTAGE = Duration.ofMinutes(5);
    private static final Duration SHORT = Duration.ofSeconds(12);

    private final Drill drill = new Drill("0-short", 2, OUTAGE);
    private final Cluster cluster = drill.cluster();

    @AfterAll
    void end() {
        drill.close();
    }

    @Test
    @Order(1)
    void judgesRightlyWhenAClockIsWrong() {
        drill.row("two nodes, the clock of one is set 5 min ahead for 30 s", () -> {
            drill.bounds().clockStep();
            cluster.setClock(Duration.ofMinutes(5));
            // for the life of an app password with a date after the nodes have compared their clocks
            Pause.of(Duration.ofSeconds(30));
            drill.bounds().clockStep();
            cluster.setClock(Duration.ZERO);
        });
    }

    @Test
    @Order(2)
    void judgesRightlyWhileTheDatabaseTakesNoWrites() {
        drill.row("PostgreSQL is read-only for 12 s", () -> {
            cluster.readOnlyDatabase(true);
            Pause.of(SHORT);
            cluster.readOnlyDatabase(false);
        });
    }

    @Test
    @Order(3)
    void judgesRightlyWhenANodeIsStartedAgain() {
        Tally tally = drill.row("one node is stopped in good order, and started again", () -> {
            drill.avoid(1);
            cluster.nodes().get(1).stop();
            cluster.nodes().get(1).start();
            drill.use(1);
        });
        assertThat(tally.cut()).as(tally.detail()).isZero();
    }

    @Test
    @Order(4)
    void hasJudgedEachKindOfQuestion() {
        assertThat(drill.judged()).isEqualTo(EnumSet.allOf(Kind.class));
    }
}
