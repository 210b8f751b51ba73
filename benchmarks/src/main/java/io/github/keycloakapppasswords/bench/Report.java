package io.github.keycloakapppasswords.bench;

import java.io.PrintStream;
import java.util.Locale;

/** What a benchmark prints: what it does now, its measurements, and a line for each goal. */
final class Report {

    private static final PrintStream OUT = System.out;

    private Report() {}

    static void progress(String what) {
        OUT.println(what);
    }

    static void title(String what) {
        OUT.println();
        OUT.println(what);
    }

    static void line(String name, Object value) {
        OUT.printf(Locale.ROOT, "  %-46s %s%n", name, value);
    }

    static void value(double value, String meaning) {
        OUT.printf(Locale.ROOT, "  %10.2f %s%n", value, meaning);
    }

    static void atLeast(double goal, double value, String meaning) {
        goal(value, meaning, value >= goal, "at least " + text(goal));
    }

    static void atMost(double goal, double value, String meaning) {
        goal(value, meaning, value <= goal, "at most " + text(goal));
    }

    private static void goal(double value, String meaning, boolean met, String goal) {
        OUT.printf(Locale.ROOT, "  %10.2f %s: goal %s, %s%n", value, meaning, goal, met ? "met" : "missed");
    }

    private static String text(double goal) {
        return goal == Math.rint(goal) ? Long.toString((long) goal) : Double.toString(goal);
    }
}
