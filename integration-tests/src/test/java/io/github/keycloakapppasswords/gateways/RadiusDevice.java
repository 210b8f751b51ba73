package io.github.keycloakapppasswords.gateways;

/** A device, and what it logs in at: a client of FreeRADIUS. */
abstract class RadiusDevice implements StockGateway {
    private final FreeRadius freeRadius;

    RadiusDevice(FreeRadius freeRadius) {
        this.freeRadius = freeRadius;
    }

    @Override
    public final Login login(String username, String password) {
        return login(username, password, "02-00-00-00-00-01");
    }

    /** Logs in from a device that is known by this. */
    abstract Login login(String username, String password, String callingStation);

    /** Where FreeRADIUS listens on 127.0.0.1. */
    final int port() {
        return freeRadius.port();
    }

    @Override
    public final void changeSecret(String secret) {
        freeRadius.changeSecret(secret);
    }

    @Override
    public final void close() {
        freeRadius.close();
    }
}
