package io.github.keycloakapppasswords.demo;

import io.github.keycloakapppasswords.stage.Ports;
import java.util.Map;

/**
 * The ports of the demo on loopback.
 *
 * @param keycloak for browsers and gateways
 * @param management Keycloak's health and metrics
 * @param imap Dovecot's IMAP
 * @param submission Dovecot's submission
 */
record DemoPorts(int keycloak, int management, int imap, int submission) {
    private static final int HIGHEST = 65_535;

    /**
     * The ports that are set by variables, else the defaults.
     *
     * @throws CannotRunException if one is no port, or in use
     */
    static DemoPorts of(Map<String, String> environment) {
        return new DemoPorts(
                port(environment, "DEMO_KEYCLOAK_PORT", 18480),
                port(environment, "DEMO_MANAGEMENT_PORT", 18490),
                port(environment, "DEMO_IMAP_PORT", 18143),
                port(environment, "DEMO_SUBMISSION_PORT", 18587));
    }

    private static int port(Map<String, String> environment, String variable, int otherwise) {
        int port = parse(variable, environment.getOrDefault(variable, String.valueOf(otherwise)));
        if (Ports.taken(port)) {
            throw new CannotRunException("Port " + port + " is in use; end what listens there, or choose another: "
                    + variable + "=… bin/demo");
        }
        return port;
    }

    private static int parse(String variable, String value) {
        try {
            int port = Integer.parseInt(value);
            if (port >= 1 && port <= HIGHEST) {
                return port;
            }
        } catch (NumberFormatException noNumber) {
            // Said below.
        }
        throw new CannotRunException(variable + " is \"" + value + "\"; a port is a number from 1 to " + HIGHEST + ".");
    }
}
