package io.github.keycloakapppasswords.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** The rates of one request, a number for each round. */
final class Series {

    private final List<Double> rates = new ArrayList<>();

    void add(double rate) {
        rates.add(rate);
    }

    double median() {
        return median(rates);
    }

    /** The median of this one's rate over the other's, round by round: what the machine did else hits both alike. */
    double ratioTo(Series other) {
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < rates.size(); round++) {
            ratios.add(rates.get(round) / other.rates.get(round));
        }
        return median(ratios);
    }

    /** Median, lowest and highest, in answers a second. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT, "%9.1f /s  (%.1f to %.1f)", median(), Collections.min(rates), Collections.max(rates));
    }

    static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
