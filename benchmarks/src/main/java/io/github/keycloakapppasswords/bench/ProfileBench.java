package io.github.keycloakapppasswords.bench;

import io.github.keycloakapppasswords.stage.KeycloakServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingFile;
import org.jspecify.annotations.Nullable;

/** Which Java code a request runs, and what it allocates, from a flight recording of the JVM, which samples no native code. */
final class ProfileBench {

    private static final Duration WARM_UP = Duration.ofSeconds(30);
    private static final Duration MEASUREMENT = Duration.ofSeconds(30);
    private static final int LINES = 14;
    private static final double PERCENT = 100;

    private static final String OURS = "io.github.keycloakapppasswords.";

    /** To whose code a sample without a frame of ours counts: the first of these that has one. */
    private static final Map<String, List<String>> OTHERS = new LinkedHashMap<>();

    static {
        OTHERS.put("Keycloak: session, transaction, filters", List.of("org.keycloak."));
        OTHERS.put("database", List.of("org.hibernate.", "org.h2.", "io.agroal."));
        OTHERS.put("RESTEasy and Jackson", List.of("org.jboss.resteasy.", "com.fasterxml.jackson."));
        OTHERS.put("Quarkus and Vert.x", List.of("io.quarkus.", "io.vertx.", "io.smallrye."));
        OTHERS.put("Netty", List.of("io.netty."));
    }

    private ProfileBench() {}

    static void run(Wrk wrk, KeycloakServer keycloak) throws IOException {
        Subjects subjects = new Subjects(keycloak);
        for (Request request : List.of(
                subjects.ceiling(), subjects.validate(), subjects.refusals().get(1))) {
            request.once();
            Report.progress("Warming up: " + request.name());
            wrk.measure(request, Wrk.Load.FEW, WARM_UP);
            Path file = keycloak.folder().resolve("tmp/profile.jfr");
            Jcmd.of(keycloak).run("JFR.start", "name=bench", "settings=profile");
            double rate = wrk.measure(request, Wrk.Load.FEW, MEASUREMENT).rate();
            Jcmd.of(keycloak).run("JFR.stop", "name=bench", "filename=" + file);
            print(request, rate, file);
            Files.delete(file);
        }
    }

    private static void print(Request request, double rate, Path file) throws IOException {
        Map<String, Double> samples = new HashMap<>();
        Map<String, Double> methods = new HashMap<>();
        Map<String, Double> bytes = new HashMap<>();
        try (RecordingFile recording = new RecordingFile(file)) {
            while (recording.hasMoreEvents()) {
                RecordedEvent event = recording.readEvent();
                switch (event.getEventType().getName()) {
                    case "jdk.ExecutionSample" -> {
                        samples.merge(part(event.getStackTrace()), 1.0, Double::sum);
                        frames(event.getStackTrace())
                                .map(frame -> frame.getMethod().getType().getName() + "."
                                        + frame.getMethod().getName())
                                .filter(name -> name.startsWith(OURS))
                                .findFirst()
                                .ifPresent(name -> methods.merge(name.substring(OURS.length()), 1.0, Double::sum));
                    }
                    case "jdk.ObjectAllocationSample" ->
                        bytes.merge(
                                event.getClass("objectClass").getName(), (double) event.getLong("weight"), Double::sum);
                    default -> {
                        // of no interest here
                    }
                }
            }
        }
        Report.title(request.name() + ": %.0f answers a second; share of the samples of Java code:".formatted(rate));
        top(samples, PERCENT / sum(samples), "%");
        Report.title(request.name() + ": the same by method of ours, itself or by what it called:");
        top(methods, PERCENT / sum(samples), "%");
        double answers = rate * MEASUREMENT.toSeconds();
        Report.title(request.name() + ": %.0f bytes allocated for an answer:".formatted(sum(bytes) / answers));
        top(bytes, 1 / answers, "bytes");
    }

    private static double sum(Map<String, Double> values) {
        return values.values().stream().mapToDouble(value -> value).sum();
    }

    private static void top(Map<String, Double> values, double factor, String unit) {
        values.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder()))
                .limit(LINES)
                .forEach(entry -> Report.value(entry.getValue() * factor, unit + "  " + entry.getKey()));
    }

    /** The package of ours that was at work, itself or by what it called; else whose code it was. */
    private static String part(@Nullable RecordedStackTrace stack) {
        List<String> classes = frames(stack)
                .map(frame -> frame.getMethod().getType().getName())
                .toList();
        return classes.stream()
                .filter(name -> name.startsWith(OURS))
                .findFirst()
                .map(name -> name.substring(OURS.length()).replaceFirst("\\..*", ""))
                .orElseGet(() -> OTHERS.keySet().stream()
                        .filter(other -> classes.stream().anyMatch(name -> isOf(other, name)))
                        .findFirst()
                        .orElse("Java and others"));
    }

    private static boolean isOf(String other, String name) {
        return Objects.requireNonNull(OTHERS.get(other)).stream().anyMatch(name::startsWith);
    }

    private static Stream<RecordedFrame> frames(@Nullable RecordedStackTrace stack) {
        return stack == null ? Stream.of() : stack.getFrames().stream();
    }
}
