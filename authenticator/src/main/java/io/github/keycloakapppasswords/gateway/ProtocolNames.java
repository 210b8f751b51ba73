package io.github.keycloakapppasswords.gateway;

import io.github.keycloakapppasswords.term.Protocol;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a gateway calls the protocols.
 *
 * @param aliases protocols by a name of the gateway's own
 * @param defaultProtocol what is meant by a gateway that names none; {@code null} if it must name one
 */
public record ProtocolNames(Map<String, Protocol> aliases, @Nullable Protocol defaultProtocol) {

    /** No names but the protocols' own and the built-in ones. */
    public static final ProtocolNames STANDARD = new ProtocolNames(Map.of(), null);

    /** Dovecot says {@code submission} (RFC 6409) where others say {@code smtp}. */
    private static final Map<String, Protocol> BUILT_IN = Map.of("submission", Protocol.SMTP);

    /** Whether this is a built-in alias, and so no protocol of its own. */
    static boolean isAlias(String id) {
        return BUILT_IN.containsKey(id);
    }

    /**
     * The protocol that the gateway means; an alias counts as it is written first, then everything in lower case.
     *
     * @param sent the name that it sent; {@code null} or empty if it sent none
     * @return empty if it sent none and has no default
     * @throws IllegalArgumentException with a finished sentence, if this can be no protocol
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
