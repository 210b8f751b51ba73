package io.github.keycloakapppasswords.bench;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Measures several requests in turn, so that each round hits all of them with what else the machine does.
 *
 * @param number of rounds
 * @param warmUp for each request, before the first round
 * @param measurement for each request in each round
 * @param load the same for all
 */
record Rounds(int number, Duration warmUp, Duration measurement, Wrk.Load load) {

    /** The rates of each request, by its name. */
    record Rates(Map<String, Series> series) {

        Series of(String name) {
            return Objects.requireNonNull(series.get(name), name);
        }

        double ratio(String name, String other) {
            return of(name).ratioTo(of(other));
        }

        void print() {
            series.forEach(Report::line);
        }
    }

    Rates measure(Wrk wrk, List<Request> requests) {
        Map<String, Series> series = new LinkedHashMap<>();
        for (Request request : requests) {
            Report.progress("Warming up: " + request.name());
            request.once();
            wrk.measure(request, load, warmUp);
            series.put(request.name(), new Series());
        }
        for (int round = 1; round <= number; round++) {
            Report.progress("Round " + round + " of " + number);
            for (Request request : requests) {
                Objects.requireNonNull(series.get(request.name()))
                        .add(wrk.measure(request, load, measurement).rate());
            }
        }
        return new Rates(series);
    }
}
