package io.github.keycloakapppasswords.reporting;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.keycloakapppasswords.stage.FileTree;
import io.github.keycloakapppasswords.stage.Http;
import io.github.keycloakapppasswords.stage.HttpAnswer;
import io.github.keycloakapppasswords.stage.KeycloakServer;
import io.github.keycloakapppasswords.stage.Ports;
import io.github.keycloakapppasswords.stage.StageException;
import io.github.keycloakapppasswords.stage.StageProcess;
import io.github.keycloakapppasswords.stage.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/** Debian's Prometheus, which collects a Keycloak's metrics each second; in a folder and on a port of its own. */
final class Prometheus implements AutoCloseable {

    private static final Duration TIME = Duration.ofSeconds(30);
    private static final Path EXECUTABLE = Path.of("/usr/bin/prometheus");
    private static final Http HTTP = new Http();

    private final Path folder;
    private final int port = Ports.free();
    private final StageProcess process;

    private Prometheus(KeycloakServer keycloak, Path rules) {
        try {
            folder = Files.createTempDirectory("prometheus");
            Files.writeString(folder.resolve("prometheus.yml"), configuration(keycloak, rules));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        process = StageProcess.start("Prometheus", folder, folder.resolve("prometheus.log"), Map.of(), command());
    }

    /**
     * Starts one and returns when it answers.
     *
     * @param rules a file of rules
     */
    static Prometheus start(KeycloakServer keycloak, Path rules) {
        if (!Files.isExecutable(EXECUTABLE)) {
            throw new StageException("Prometheus is not installed: no " + EXECUTABLE + ".");
        }
        Prometheus prometheus = new Prometheus(keycloak, rules);
        try {
            Waiting.until(TIME, "Prometheus answers", () -> {
                prometheus.process.requireAlive();
                return Ports.answers(prometheus.port);
            });
            return prometheus;
        } catch (RuntimeException e) {
            prometheus.close();
            throw e;
        }
    }

    private static String configuration(KeycloakServer keycloak, Path rules) {
        return """
                global:
                  scrape_interval: 1s
                  evaluation_interval: 1s
                rule_files: ["%s"]
                scrape_configs:
                  - job_name: keycloak
                    static_configs:
                      - targets: ["localhost:%d"]
                """
                .formatted(rules, keycloak.managementPort());
    }

    private List<String> command() {
        return List.of(
                EXECUTABLE.toString(),
                "--config.file=prometheus.yml",
                "--storage.tsdb.path=data",
                "--web.listen-address=127.0.0.1:" + port,
                "--log.level=warn");
    }

    /**
     * Whether a query returns at least one number now.
     *
     * @throws StageException if Prometheus does not understand the query
     */
    boolean returnsNumbers(String query) {
        JsonNode result = api("query?query=" + Http.encode(query)).path("result");
        return StreamSupport.stream(result.spliterator(), false)
                .anyMatch(series -> !series.path("value").path(1).asText().equals("NaN"));
    }

    /** The alerting rules, with {@code name}, {@code health} and {@code state}. */
    JsonNode rules() {
        return api("rules?type=alert").path("groups").path(0).path("rules");
    }

    private JsonNode api(String path) {
        HttpAnswer answer = HTTP.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/" + path))
                .build());
        if (answer.status() != 200) {
            throw new StageException("Prometheus answered " + path + " with " + answer.status() + ": " + answer.body());
        }
        return answer.json().path("data");
    }

    @Override
    public void close() {
        process.close();
        FileTree.delete(folder);
    }
}
