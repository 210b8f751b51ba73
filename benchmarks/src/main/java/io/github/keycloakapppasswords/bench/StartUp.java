package io.github.keycloakapppasswords.bench;

import io.github.keycloakapppasswords.stage.KeycloakOptions;
import io.github.keycloakapppasswords.stage.KeycloakServer;
import java.net.URI;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the JAR adds to the start of Keycloak, and to the memory of a Keycloak that has just started. */
final class StartUp {

    private static final int STARTS = 5;
    private static final double MOST_OF_STOCK = 1.02;
    private static final double MOST_MEBIBYTES = 5;
    private static final double MEBI = 1 << 20;
    private static final double NANOS = 1e9;
    private static final Pattern HEAP = Pattern.compile("(?m)^jvm_memory_used_bytes\\{area=\"heap\"[^}]*} ([0-9.E]+)$");

    private StartUp() {}

    /** @param options of the Keycloak with the JAR */
    static void measure(KeycloakOptions options) {
        Report.progress("Starting Keycloak with and without the JAR, " + STARTS + " times each …");
        Series without = new Series();
        Series with = new Series();
        Series stockHeap = new Series();
        Series heap = new Series();
        try (KeycloakServer stock = KeycloakServer.start(options.withoutProviders());
                KeycloakServer ours = KeycloakServer.start(options)) {
            for (int i = 0; i < STARTS; i++) {
                // each starts beside the other one, in turn: neither always beside a server that has just started
                boolean oursFirst = i % 2 == 1;
                if (oursFirst) {
                    with.add(restart(ours));
                }
                without.add(restart(stock));
                if (!oursFirst) {
                    with.add(restart(ours));
                }
                stockHeap.add(liveHeap(stock) / MEBI);
                heap.add(liveHeap(ours) / MEBI);
            }
        }
        Report.title("Start-up:");
        Report.value(without.median(), "s to ready without the JAR");
        Report.value(with.median(), "s to ready with it");
        Report.atMost(MOST_OF_STOCK, with.ratioTo(without), "of the start-up without the JAR");
        Report.value(stockHeap.median(), "MiB live on the heap without it");
        Report.atMost(MOST_MEBIBYTES, heap.median() - stockHeap.median(), "MiB more with it");
    }

    private static double restart(KeycloakServer keycloak) {
        keycloak.stop();
        long began = System.nanoTime();
        keycloak.start();
        return (System.nanoTime() - began) / NANOS;
    }

    /** Bytes on the heap after a full collection. */
    static double liveHeap(KeycloakServer keycloak) {
        Jcmd.of(keycloak).run("GC.run");
        String metrics = Request.get("metrics", URI.create(keycloak.managementUrl() + "/metrics"), Map.of())
                .once()
                .body();
        Matcher used = HEAP.matcher(metrics);
        double sum = 0;
        while (used.find()) {
            sum += Double.parseDouble(used.group(1));
        }
        return sum;
    }
}
