package io.github.keycloakapppasswords.gate;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.keycloak.common.util.Time;

/** Keycloak's own clock, with the offset that its test tools can give it. */
final class KeycloakClock extends Clock {

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    /** @throws UnsupportedOperationException always: it knows one zone */
    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("Keycloak's clock has no other zone than UTC.");
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(Time.currentTimeMillis());
    }
}
