package io.github.keycloakapppasswords.gateways;

/** A gateway whose daemon runs the checker for each login. */
abstract class CheckerContract extends GatewayContract {
    /** Most daemons go on with the name that was typed; the checker refuses any but the login identity then. */
    @Override
    boolean opensByAnswer() {
        return false;
    }

    /** Each login here runs a shell and a curl: more at once would wait for a processor, not for Keycloak. */
    @Override
    final int floodWidth() {
        return 5;
    }

    /** What a login leaves behind ends with its processes, so that a thousand show no more than these. */
    @Override
    final int staleLogins() {
        return 200;
    }
}
