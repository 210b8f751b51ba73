package io.github.keycloakapppasswords.gateways;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An nginx mail proxy as a gateway: the row of a protocol beside IMAP. */
abstract class NginxMailContract extends LoginContract {
    private final NginxMailPorts ports = NginxMailPorts.free();

    private @Nullable NginxMail nginx;

    /** The protocol that people use. */
    abstract NginxMailGateway.Front front();

    @Override
    final StockGateway start(GatewayTerms terms) {
        NginxMail started = NginxMail.start(terms, servers().authority(), ports, NginxMailVariant.RECIPE);
        nginx = started;
        return new NginxMailGateway(started, front());
    }

    @Override
    final Map<String, Object> settings() {
        return ports.gatewaySettings();
    }

    final NginxMail nginx() {
        return Objects.requireNonNull(nginx);
    }
}
