package io.github.keycloakapppasswords.gateways;

/** FreeRADIUS as a gateway: the row of one kind of device. */
abstract class RadiusContract extends GatewayContract {
    @Override
    final String protocol() {
        return "radius";
    }

    /** FreeRADIUS holds each refusal back for the second of its reject_delay. */
    @Override
    final int floodWidth() {
        return 40;
    }
}
