package io.github.keycloakapppasswords.reporting;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.keycloakapppasswords.stage.AppPasswordOnPaper;
import io.github.keycloakapppasswords.stage.Http;
import io.github.keycloakapppasswords.stage.KeycloakServer;
import io.github.keycloakapppasswords.stage.NewUser;
import io.github.keycloakapppasswords.stage.Person;
import io.github.keycloakapppasswords.stage.Project;
import io.github.keycloakapppasswords.stage.Realm;
import io.github.keycloakapppasswords.stage.SharedKeycloak;
import io.github.keycloakapppasswords.stage.StageProcess;
import io.github.keycloakapppasswords.stage.Waiting;
import io.github.keycloakapppasswords.validation.Asking;
import io.github.keycloakapppasswords.validation.EventLog;
import io.github.keycloakapppasswords.validation.Fixture;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Dashboard, alerts and guide against what a real Prometheus gets from a real Keycloak. */
@ExtendWith(SharedKeycloak.class)
@TestInstance(Lifecycle.PER_CLASS)
class DashboardIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Path DASHBOARD = Project.root().resolve("docker/grafana/app-passwords.json");
    private static final Path RULES = Project.root().resolve("docker/prometheus/app-passwords.rules.yml");
    private static final Path GUIDE = Project.root().resolve("docs/admin-guide.md");
    private static final Path PAGE = Project.root().resolve("docs/observability.md");
    private static final Pattern PAGE_QUERY = Pattern.compile("(?m)^\\| [^|`]* \\| `([^`]*)` \\|$");
    private static final Pattern KCADM = Pattern.compile("(?m)^kcadm.sh get (\\S+) -r REALM( -q .*)$");
    private static final Pattern SERIES = Pattern.compile("(?m)^(app_passwords_\\w+?)(?:\\{(.*)})? [^ ]+$");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"(?:[^\"\\\\]|\\\\.)*\"");
    private static final Pattern GUIDE_ROW = Pattern.compile("(?m)^\\| `(app_passwords_\\w+)` \\| ([^|]*)\\|");
    private static final Pattern METRIC = Pattern.compile("\\b(app_passwords_\\w+)");
    private static final Pattern ALERT = Pattern.compile("- alert: (\\w+)");
    private static final Pattern ALERT_ROW = Pattern.compile("(?m)^\\| `(AppPassword\\w+)` \\|");
    private static final Pattern NAME = Pattern.compile("`(\\w+)`");

    private final Realm realm;
    private final Prometheus prometheus;
    private final Asking dovecot;
    private final Asking stranger;
    private final Person alice;
    private final AppPasswordOnPaper phone;
    private final AppPasswordOnPaper old;

    DashboardIT(KeycloakServer keycloak) {
        realm = Realm.create(keycloak);
        alice = realm.user(NewUser.named("alice"));
        phone = realm.appPassword(alice, "phone", "imap");
        old = realm.appPassword(alice, "old", "imap");
        realm.revoke(alice, old.id());
        dovecot = Asking.as(realm, realm.gateway("dovecot", "imap"));
        stranger = new Asking(realm, Map.of("Authorization", Http.basic("dovecot", "wrong")));
        prometheus = Prometheus.start(keycloak, RULES);
    }

    @AfterAll
    void removeRealm() {
        prometheus.close();
        realm.close();
    }

    /** A little of everything. */
    private void ask() {
        dovecot.status("alice", phone.secret());
        dovecot.status("alice", alice.password());
        dovecot.status("alice", old.secret());
        stranger.status("alice", phone.secret());
    }

    @Test
    void everyQueryOfTheDashboardReturnsNumbers() throws IOException {
        JsonNode dashboard = new ObjectMapper().readTree(Files.readString(DASHBOARD));
        List<String> queries = dashboard.path("panels").findValuesAsText("expr");
        assertThat(queries).hasSizeGreaterThan(10);
        assertThat(dashboard.path("panels"))
                .allMatch(panel -> !panel.findValuesAsText("expr").isEmpty());

        assertReturnNumbers(queries.stream().map(this::filled).toList());
    }

    @Test
    void everyQueryOfThePageReturnsNumbers() throws IOException {
        List<String> queries = PAGE_QUERY
                .matcher(Files.readString(PAGE))
                .results()
                .map(row -> row.group(1))
                .toList();
        assertThat(queries).hasSizeGreaterThan(3);

        assertReturnNumbers(queries);
    }

    private void assertReturnNumbers(List<String> queries) {
        Set<String> silent = new HashSet<>(queries);
        Waiting.until(PATIENCE, "each of these returns numbers: " + queries, () -> {
            ask();
            silent.removeIf(prometheus::returnsNumbers);
            return silent.isEmpty();
        });
    }

    @Test
    void everyQueryForEventsOfThePageFindsSome() throws IOException {
        AppPasswordOnPaper lost = realm.appPassword(alice, "lost", "imap");
        realm.admin().delete(realm.path("/app-passwords/users/" + alice.id() + "/" + lost.id()));
        ask();
        new EventLog(realm).settle(dovecot);
        List<String> paths = KCADM.matcher(Files.readString(PAGE))
                .results()
                .map(command -> command.group(1) + "?"
                        + command.group(2).strip().replace("-q ", "").replace(" ", "&"))
                .map(path -> path.replaceFirst("&--fields.*", "").replace("USER_ID", alice.id()))
                .toList();
        assertThat(paths).hasSizeGreaterThan(3);

        assertThat(paths).allSatisfy(path -> assertThat(realm.admin().get(realm.path("/" + path)))
                .isNotEmpty());
    }

    /** With Grafana's variables filled in. */
    private String filled(String query) {
        String filled = query.replace("$realm", realm.name()).replace("$__rate_interval", "1m");
        assertThat(filled).doesNotContain("$");
        return filled;
    }

    @Test
    void theRealmsToChooseFromAreThere() throws IOException {
        String definition = new ObjectMapper()
                .readTree(Files.readString(DASHBOARD))
                .path("templating")
                .findPath("definition")
                .asText();
        assertThat(definition).isEqualTo("label_values(app_passwords_validations_total, realm)");

        Waiting.until(PATIENCE, "Prometheus knows the realm", () -> {
            ask();
            return prometheus.returnsNumbers("app_passwords_validations_total{realm=\"" + realm.name() + "\"}");
        });
    }

    @Test
    void theAlertsAreSoundAndOneIsSeenToCome(@TempDir Path folder) {
        StageProcess.start(
                        "promtool",
                        Project.root(),
                        folder.resolve("promtool.log"),
                        Map.of(),
                        List.of("/usr/bin/promtool", "check", "rules", RULES.toString()))
                .succeed(PATIENCE);

        Waiting.until(PATIENCE, "the alert about a refused gateway is pending", () -> {
            ask();
            return StreamSupport.stream(prometheus.rules().spliterator(), false)
                    .anyMatch(rule -> rule.path("name").asText().equals("AppPasswordGatewayRefused")
                            && rule.path("state").asText().equals("pending"));
        });
        assertThat(prometheus.rules())
                .hasSizeGreaterThan(3)
                .allMatch(rule -> rule.path("health").asText().equals("ok"));
    }

    @Test
    void theAlertsNameOnlyMetricsThatThereAreAndThePageHasThemAll() throws IOException {
        ask();
        String rules = Files.readString(RULES);
        Set<String> named = names(METRIC, rules).stream()
                .map(name -> name.replaceFirst("_bucket$", ""))
                .collect(Collectors.toSet());
        Set<String> alerts = names(ALERT, rules);

        assertThat(named).hasSizeGreaterThan(3).isSubsetOf(exposed().keySet());
        assertThat(alerts).hasSizeGreaterThan(3).isEqualTo(names(ALERT_ROW, Files.readString(PAGE)));
    }

    @Test
    void theGuideHasEveryMetricWithItsLabelsAndNoOther() throws IOException {
        ask();
        NavigableMap<String, Set<String>> documented = new TreeMap<>();
        GUIDE_ROW
                .matcher(Files.readString(GUIDE))
                .results()
                .forEach(row -> documented.put(row.group(1), names(NAME, row.group(2))));

        assertThat(documented).isNotEmpty().isEqualTo(exposed());
    }

    /** Keycloak's own console stores any label; here it is in the log by Keycloak's own listener of events. */
    @Test
    void aHostileLabelIsInNoMetricAndForgesNoLineOfTheLog() throws IOException {
        AppPasswordOnPaper hostile = realm.appPassword(alice, "hostile", "imap");
        int renamed = new Fixture(realm)
                .sql("update CREDENTIAL set USER_LABEL = '<b>mischief\r\nFORGED \u202eenohp</b>\\\"} 1' where ID = '"
                        + hostile.id() + "'");
        assertThat(renamed).isEqualTo(1);
        realm.admin().post(realm.path("/clear-user-cache"), Map.of());
        dovecot.status("alice", hostile.secret());
        dovecot.ask("alice", hostile.secret(), "imap", "not an address");
        realm.revoke(alice, hostile.id());
        dovecot.status("alice", hostile.secret());
        new EventLog(realm).settle(dovecot);

        List<String> log = Files.readAllLines(realm.keycloak().log());
        assertThat(log).anyMatch(line -> line.contains("mischief") && line.contains("reason=\"revoked\""));
        assertThat(log).noneMatch(line -> line.startsWith("FORGED") || line.contains("\u202e"));
        assertThat(metrics())
                .contains("app_passwords_validations_total")
                .doesNotContain("mischief")
                .doesNotContain("FORGED");
    }

    private NavigableMap<String, Set<String>> exposed() {
        NavigableMap<String, Set<String>> exposed = new TreeMap<>();
        for (MatchResult series : SERIES.matcher(metrics()).results().toList()) {
            String name = series.group(1).replaceFirst("(?<=_duration_seconds)_(bucket|sum|count|max)$", "");
            Set<String> labels = names(LABEL, series.group(2) == null ? "" : series.group(2));
            labels.remove("le");
            exposed.computeIfAbsent(name, key -> new TreeSet<>()).addAll(labels);
        }
        return exposed;
    }

    private static Set<String> names(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private String metrics() {
        return new Http()
                .send(HttpRequest.newBuilder(URI.create(realm.keycloak().managementUrl() + "/metrics"))
                        .build())
                .body();
    }
}
