package io.github.keycloakapppasswords.gateway;

import io.github.keycloakapppasswords.term.Protocol;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A gateway's names for protocols.
 *
 * @param aliases protocols by the gateway's own names
 * @param defaultProtocol the protocol for a request that names none; {@code null} if the gateway must name one
 */
public record ProtocolNames(Map<String, Protocol> aliases, @Nullable Protocol defaultProtocol) {

    /** Only the protocols' own names and the built-in aliases. */
    static final ProtocolNames STANDARD = new ProtocolNames(Map.of(), null);

    /** Dovecot says {@code submission} (RFC 6409) where others say {@code smtp}. */
    private static final Map<String, Protocol> BUILT_IN = Map.of("submission", Protocol.SMTP);

    /** Whether this is a built-in alias, and so not the id of a protocol. */
    static boolean isAlias(String id) {
        return BUILT_IN.containsKey(id);
    }

    /**
     * Finds the protocol that the gateway means; first an alias exactly as sent, then all names in lower case.
     *
     * @param sent the name that the gateway sent; {@code null} or empty if it sent none
     * @return empty if the gateway sent none and has no default
     * @throws IllegalArgumentException with a finished sentence, if the name cannot be a protocol
     */
    public Optional<Protocol> resolve(@Nullable String sent) {
        if (sent == null || sent.isEmpty()) {
            return Optional.ofNullable(defaultProtocol);
        }
        String id = sent.toLowerCase(Locale.ROOT);
        return Optional.of(Stream.of(aliases.get(sent), aliases.get(id), BUILT_IN.get(id))
                .filter(Objects::nonNull)
                .findFirst()
                .orElseGet(() -> Protocol.of(id)));
    }
}
