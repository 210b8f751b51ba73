package io.github.keycloakapppasswords.dialect;

import io.github.keycloakapppasswords.gateway.GatewaySettings;
import io.github.keycloakapppasswords.gatewayauth.GatewayCredential;
import io.github.keycloakapppasswords.gatewayauth.GatewayCredentialReader;
import io.github.keycloakapppasswords.http.InvalidRequestException;
import io.github.keycloakapppasswords.term.Protocol;
import jakarta.ws.rs.core.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The parts of an HTTP request that dialects read.
 *
 * <p>The server hands out each byte of a header as one character (ISO 8859-1), whatever was meant; {@link #bytes} undoes that.
 */
public final class Request {

    private final HttpHeaders headers;
    private final List<String> clientIds;
    private final byte[] body;

    /**
     * @param clientIds all values of the query parameter {@code client_id}
     * @param body not copied; empty if there is none
     */
    Request(HttpHeaders headers, List<String> clientIds, byte[] body) {
        this.headers = headers;
        this.clientIds = clientIds;
        this.body = body;
    }

    /** The gateway's credential where the user's is not in a header. */
    public GatewayCredential gatewayCredential() {
        return GatewayCredentialReader.read(this::all, clientIds);
    }

    /** The gateway's credential where {@code Authorization} is the user's. */
    GatewayCredential gatewayCredentialBesideUsers() {
        return GatewayCredentialReader.readBesideUsers(this::all, clientIds);
    }

    byte[] body() {
        return body;
    }

    /**
     * A header, as it was sent.
     *
     * @return {@code null} if it is absent; may be empty
     * @throws InvalidRequestException if it comes twice: a proxy in front may have looked at the other one
     */
    @Nullable
    String header(String name) {
        List<String> values = all(name);
        if (values.size() > 1) {
            throw new InvalidRequestException(name, "The header " + name + " comes twice.");
        }
        return values.isEmpty() ? null : values.get(0);
    }

    /** As {@link #header}, of a header that must be there. */
    String requiredHeader(String name) {
        String value = header(name);
        if (value == null) {
            throw new InvalidRequestException(name, "The header " + name + " is missing.");
        }
        return value;
    }

    /** The bytes that a header was sent in. */
    static byte[] bytes(String header) {
        return header.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The opposite of {@link #bytes}: what must be said for the server to send the text in UTF-8. */
    static String utf8Header(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    /**
     * Finds the protocol by the gateway's own name for it.
     *
     * @param field the field or header that was read
     * @param sent {@code null} or empty if the gateway sent none
     * @throws InvalidRequestException if the name is not a protocol, or is missing where the gateway must send one
     */
    static Protocol protocol(GatewaySettings settings, String field, @Nullable String sent) {
        Optional<Protocol> protocol;
        try {
            protocol = settings.names().resolve(sent);
        } catch (IllegalArgumentException e) {
            throw new InvalidRequestException(field, String.valueOf(e.getMessage()));
        }
        return protocol.orElseThrow(() -> new InvalidRequestException(
                field, "The protocol is missing, and the gateway has no setting defaultProtocol."));
    }

    private List<String> all(String name) {
        List<String> values = headers.getRequestHeader(name);
        return values == null ? List.of() : values;
    }
}
