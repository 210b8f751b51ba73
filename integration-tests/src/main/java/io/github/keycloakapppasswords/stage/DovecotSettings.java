package io.github.keycloakapppasswords.stage;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Dovecot} is started with. Immutable: each {@code with…} method gives a changed copy.
 *
 * @param validateUrl where the Lua script asks
 * @param gateway as whom it asks; with an empty secret by a client certificate alone
 * @param ports where it listens
 * @param caFile who signed Keycloak's certificate, PEM; null to leave it as the recipe has it
 * @param more settings of an admin's own, which Dovecot reads after the recipe
 */
public record DovecotSettings(
        String validateUrl, Gateway gateway, DovecotPorts ports, @Nullable Path caFile, String more) {

    /** Asks there, on free ports. */
    public static DovecotSettings asking(String validateUrl, Gateway gateway) {
        return new DovecotSettings(validateUrl, gateway, DovecotPorts.free(), null, "");
    }

    /** Listens on these ports. */
    public DovecotSettings withPorts(DovecotPorts others) {
        return new DovecotSettings(validateUrl, gateway, others, caFile, more);
    }

    /** Trusts this authority to sign Keycloak's certificate. */
    public DovecotSettings withAuthority(Path authority) {
        return new DovecotSettings(validateUrl, gateway, ports, authority, more);
    }

    /** Asks at each login: what the recipe caches is not remembered. */
    public DovecotSettings withoutCache() {
        return withMore("auth_cache_size = 0\n");
    }

    /** Has these settings too. */
    public DovecotSettings withMore(String settings) {
        return new DovecotSettings(validateUrl, gateway, ports, caFile, more + settings);
    }
}
