package io.github.keycloakapppasswords.cluster;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;

/** Faults of nodes and of the network between them. */
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class NodeFaultsIT {
    private final Drill drill = new Drill("nodes", 3, Duration.ofSeconds(20));

    @AfterAll
    void end() {
        drill.close();
    }

    @Test
    @Order(1)
    void judgesRightlyWithoutAFault() {
        drill.row("none, 3 nodes, 15 s", () -> Pause.of(Duration.ofSeconds(15)));
    }

    @Test
    @Order(2)
    void judgesRightlyWhenANodeIsKilled() {
        drill.row("a node is killed (kill -9) and started again", () -> {
            drill.avoid(0);
            drill.cluster().nodes().get(0).kill();
            Pause.of(Duration.ofSeconds(10));
            drill.cluster().nodes().get(0).start();
            drill.use(0);
        });
    }
}
