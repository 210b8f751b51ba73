package io.github.keycloakapppasswords.container;

import dasniko.testcontainers.keycloak.KeycloakContainer;
import io.github.keycloakapppasswords.stage.AdminClient;
import io.github.keycloakapppasswords.stage.Realm;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.Wait;

/** Our image as in production, but without TLS, and a PostgreSQL that outlives it. */
final class KeycloakOnPostgres implements AutoCloseable {
    private static final Duration START_TIME = Duration.ofMinutes(6);
    private static final int MANAGEMENT = 9000;
    private static final String ADMIN_CLIENT = "stage-admin";

    private final String secret = UUID.randomUUID().toString();
    private final Network network = Network.newNetwork();
    private final GenericContainer<?> database;
    private KeycloakContainer keycloak;

    KeycloakOnPostgres(String image) {
        database = database();
        database.start();
        keycloak = keycloak(image);
        keycloak.start();
    }

    /** Ends the container, and starts one of another image on the same database. */
    void replaceBy(String image) {
        keycloak.stop();
        keycloak = keycloak(image);
        keycloak.start();
    }

    /** The address of the management interface, without a slash at the end. */
    String managementUrl() {
        return "http://localhost:" + keycloak.getMappedPort(MANAGEMENT);
    }

    /** Makes a realm with Keycloak's defaults. */
    Realm createRealm(String name) {
        admin().post("", Map.of("realm", name, "enabled", true));
        return realm(name);
    }

    /** A realm that exists. To be asked for anew after {@link #replaceBy}: the port is another then. */
    Realm realm(String name) {
        return Realm.at(url(), admin(), name);
    }

    /** What is run in Keycloak's container, and what it printed. */
    String run(String command) {
        return Docker.run("exec", keycloak.getContainerId(), "bash", "-c", command);
    }

    private String url() {
        return "http://localhost:" + keycloak.getHttpPort();
    }

    private AdminClient admin() {
        return new AdminClient(url(), ADMIN_CLIENT, secret);
    }

    private GenericContainer<?> database() {
        return new GenericContainer<>(Docker.postgresImage())
                .withNetwork(network)
                .withNetworkAliases("postgres")
                .withEnv("POSTGRES_DB", "keycloak")
                .withEnv("POSTGRES_USER", "keycloak")
                .withEnv("POSTGRES_PASSWORD", secret)
                .withExposedPorts(5432)
                .waitingFor(Wait.forSuccessfulCommand("pg_isready -h 127.0.0.1 -U keycloak -d keycloak")
                        .withStartupTimeout(START_TIME));
    }

    private KeycloakContainer keycloak(String image) {
        return new KeycloakContainer(image)
                .withProductionMode()
                .withOptimizedFlag()
                // What is said at the start must be what the image was built with.
                .withEnabledMetrics()
                .withNetwork(network)
                .withRamPercentage(2, 5)
                .withEnv("KC_DB_URL", "jdbc:postgresql://postgres/keycloak")
                .withEnv("KC_DB_USERNAME", "keycloak")
                .withEnv("KC_DB_PASSWORD", secret)
                .withEnv("KC_HOSTNAME_STRICT", "false")
                .withEnv("KC_HTTP_ENABLED", "true")
                .withEnv("KC_CACHE", "local")
                .withEnv("KC_BOOTSTRAP_ADMIN_CLIENT_ID", ADMIN_CLIENT)
                .withEnv("KC_BOOTSTRAP_ADMIN_CLIENT_SECRET", secret)
                .withStartupTimeout(START_TIME)
                .waitingFor(Wait.forHttp("/health/ready").forPort(MANAGEMENT).withStartupTimeout(START_TIME));
    }

    @Override
    public void close() {
        keycloak.stop();
        database.stop();
        network.close();
    }
}
