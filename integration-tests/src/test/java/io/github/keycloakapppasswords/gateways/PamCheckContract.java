package io.github.keycloakapppasswords.gateways;

/** A gateway that asks through PAM and the checker. */
abstract class PamCheckContract extends GatewayContract {
    /** PAM and saslauthd go on with the name that was typed; the checker refuses any but the login identity. */
    @Override
    final boolean opensByAnswer() {
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
