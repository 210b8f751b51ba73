package io.github.keycloakapppasswords.gateways;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An nginx mail proxy as a gateway: the row of one protocol. */
abstract class NginxMailContract extends GatewayContract {
    private final NginxMailPorts ports = NginxMailPorts.free();

    private @Nullable NginxMail nginx;

    /** The protocol that people use. */
    abstract NginxMailGateway.Front front();

    @Override
    final StockGateway start(GatewayTerms terms) {
        NginxMail started = start(terms, NginxMailVariant.RECIPE, ports);
        nginx = started;
        return new NginxMailGateway(started, front());
    }

    @Override
    final Map<String, Object> settings() {
        return ports.gatewaySettings();
    }

    /**
     * Each wrong try takes the 3 s of Auth-Wait. All begin with TLS handshakes at once: many more would have the good
     * client wait for a processor, not for Keycloak.
     */
    @Override
    final int floodWidth() {
        return 50;
    }

    final NginxMail nginx() {
        return Objects.requireNonNull(nginx);
    }

    final NginxMail start(GatewayTerms terms, NginxMailVariant variant, NginxMailPorts at) {
        return NginxMail.start(terms, servers().authority(), at, variant);
    }
}
