package io.github.keycloakapppasswords.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.stage.Cluster;
import io.github.keycloakapppasswords.stage.KeycloakServer;
import java.time.Duration;
import java.util.EnumSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;

/** Three nodes: faults of nodes, of the network between them, and of their clocks. */
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class NodeFaultsIT {
    /** The least that the option takes: within a minute a node without the database has to fall silent. */
    private static final Duration OUTAGE = Duration.ofSeconds(15);

    private static final Duration CLOCK = Duration.ofMinutes(5);

    private final Drill drill = new Drill("1-nodes", 3, OUTAGE);
    private final Cluster cluster = drill.cluster();

    @AfterAll
    void end() {
        drill.close();
    }

    private KeycloakServer node(int number) {
        return cluster.nodes().get(number);
    }

    @Test
    @Order(1)
    void judgesRightlyWithoutAFault() {
        drill.row("none, for 15 s, three nodes", () -> Pause.of(Duration.ofSeconds(15)));
    }

    @Test
    @Order(2)
    void judgesRightlyWhenANodeIsKilled() {
        drill.row("one of three nodes is killed (kill -9), and started again", () -> {
            drill.avoid(0);
            node(0).kill();
            Pause.of(Duration.ofSeconds(8));
            node(0).start();
            drill.use(0);
        });
    }

    /** For longer than the 40 s after which the others give it up. */
    @Test
    @Order(3)
    void judgesRightlyWhenANodeHangs() {
        drill.row("one node hangs for 50 s (SIGSTOP)", () -> {
            Bounds.Blindness blindness = hang(1);
            Pause.of(Duration.ofSeconds(50));
            goOn(1, blindness);
        });
    }

    /** The message about a revocation at the node that is killed then waits for the one that hangs. */
    @Test
    @Order(4)
    void judgesRightlyWhenANodeHangsAndAnotherIsKilled() {
        drill.row("one node hangs, and 5 s later another one is killed", () -> {
            Bounds.Blindness blindness = hang(1);
            Pause.of(Duration.ofSeconds(5));
            drill.avoid(0);
            node(0).kill();
            Pause.of(Duration.ofSeconds(15));
            goOn(1, blindness);
            node(0).start();
            drill.use(0);
        });
    }

    @Test
    @Order(5)
    void judgesRightlyWhenANodeIsStartedAgain() {
        drill.row("one node is stopped in good order, and started again", () -> {
            drill.avoid(2);
            node(2).stop();
            node(2).start();
            drill.use(2);
        });
    }

    @Test
    @Order(6)
    void judgesRightlyDuringARollingUpdate() {
        cluster.prepareUpdate();
        drill.row("rolling update: each node in turn gets another JAR", () -> {
            for (int node = 0; node < cluster.nodes().size(); node++) {
                drill.avoid(node);
                cluster.update(node);
                drill.awaitUp(node);
                drill.use(node);
            }
        });
    }

    @Test
    @Order(7)
    void judgesRightlyWhenTheNetworkBetweenNodesIsCut() {
        drill.row("the network between the nodes is cut for 60 s", () -> {
            cluster.cutBetweenNodes();
            Pause.of(Duration.ofSeconds(60));
            cluster.healBetweenNodes();
            cluster.awaitTogether();
        });
    }

    @Test
    @Order(8)
    void judgesRightlyWhenANodeLosesTheDatabase() {
        drill.row("one node loses the database for 30 s, and the network to the others", () -> {
            Bounds.Blindness blindness = drill.bounds().blind(true);
            drill.avoid(2);
            cluster.cutBetweenNodes();
            cluster.takeDatabaseFrom(2);
            Pause.of(Duration.ofSeconds(30));
            blindness.end(() -> cluster.giveDatabaseTo(2));
            cluster.healBetweenNodes();
            drill.use(2);
            cluster.awaitTogether();
        });
    }

    @Test
    @Order(9)
    void judgesRightlyWhenAClockIsWrong() {
        drill.row("the clock of one node is set 5 min ahead, then 5 min back, each for 20 s", () -> {
            for (Duration ahead : new Duration[] {CLOCK, CLOCK.negated(), Duration.ZERO}) {
                drill.bounds().clockStep();
                cluster.setClock(ahead);
                Pause.of(Duration.ofSeconds(20));
            }
        });
    }

    @Test
    @Order(10)
    void judgesRightlyWhenANodeStartsWithAWrongClock() {
        drill.row("one node is started again with its clock 5 min ahead", () -> {
            drill.avoid(1);
            node(1).stop();
            cluster.setClock(CLOCK);
            node(1).start();
            drill.use(1);
            Pause.of(Duration.ofSeconds(15));
            drill.bounds().clockStep();
            cluster.setClock(Duration.ZERO);
        });
    }

    @Test
    @Order(11)
    void hasJudgedEachKindOfQuestion() {
        assertThat(drill.judged()).isEqualTo(EnumSet.allOf(Kind.class));
    }

    private Bounds.Blindness hang(int node) {
        drill.avoid(node);
        Bounds.Blindness blindness = drill.bounds().blind(false);
        node(node).freeze();
        return blindness;
    }

    private void goOn(int node, Bounds.Blindness blindness) {
        blindness.end(() -> node(node).thaw());
        drill.use(node);
    }
}
