package io.github.keycloakapppasswords.gateways;

import io.github.keycloakapppasswords.stage.KeycloakOnDatabase;

/** What a Keycloak can do to gateways: stop, hang, lose its database. */
final class Outage {
    private final KeycloakOnDatabase.Pair servers;
    private boolean stopped;

    Outage(KeycloakOnDatabase.Pair servers) {
        this.servers = servers;
    }

    /** Takes Keycloak away from gateways until {@link #recover()}. */
    void stop() {
        stopped = true;
        servers.shut();
    }

    /** Brings Keycloak back if it was stopped. */
    void recover() {
        if (stopped) {
            servers.open();
            stopped = false;
        }
    }

    /** Does something while Keycloak takes connections and never answers. */
    void whileHanging(Runnable check) {
        servers.keycloak().freeze();
        try {
            check.run();
        } finally {
            servers.keycloak().thaw();
        }
    }

    /** Does something while Keycloak has no database. */
    void whileWithoutDatabase(Runnable check) {
        servers.stopDatabase();
        try {
            check.run();
        } finally {
            servers.startDatabase();
        }
    }
}
