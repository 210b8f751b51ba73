package io.github.keycloakapppasswords.bench;

import io.github.keycloakapppasswords.stage.KeycloakServer;
import java.time.Duration;

/** The same load for a long time: the rate, the slow answers and the live heap, minute by minute. */
final class Soak {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final double MEBI = 1 << 20;

    private Soak() {}

    static void run(Wrk wrk, KeycloakServer keycloak, int minutes) {
        Subjects subjects = new Subjects(keycloak);
        Report.title("minute   answers/s   ms median   ms one in a hundred   MiB live on the heap");
        for (int minute = 1; minute <= minutes; minute++) {
            Wrk.Result result = wrk.measure(subjects.validate(), Wrk.Load.FEW, MINUTE);
            Report.progress("%6d %11.1f %11.2f %21.2f %22.1f"
                    .formatted(
                            minute, result.rate(), result.median(), result.p99(), StartUp.liveHeap(keycloak) / MEBI));
        }
    }
}
