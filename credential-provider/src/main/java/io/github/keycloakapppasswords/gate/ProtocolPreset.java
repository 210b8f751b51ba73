package io.github.keycloakapppasswords.gate;

import io.github.keycloakapppasswords.term.Protocol;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Protocols that account owners choose together, by purpose. */
enum ProtocolPreset {
    MAIL(Protocol.IMAP, Protocol.POP3, Protocol.SMTP, Protocol.SIEVE, Protocol.EAS),
    CALENDAR(Protocol.CALDAV, Protocol.CARDDAV),
    FILES(Protocol.WEBDAV),
    CHAT(Protocol.XMPP),
    NETWORK(Protocol.RADIUS);

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<Protocol> protocols;

    ProtocolPreset(Protocol... protocols) {
        this.protocols = List.of(protocols);
    }

    /** The value of the field {@code presets}. */
    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Those of its protocols that the policy offers, in the order of this preset; empty if it offers none. */
    List<Protocol> within(Collection<Protocol> offered) {
        return protocols.stream().filter(offered::contains).toList();
    }

    static Optional<ProtocolPreset> of(String id) {
        return Arrays.stream(values()).filter(preset -> preset.id().equals(id)).findFirst();
    }
}
