package io.github.keycloakapppasswords.gatewayauth;

import io.github.keycloakapppasswords.verdict.Reason;
import org.jspecify.annotations.Nullable;

/** What a caller shows to prove that it is a gateway. */
public sealed interface GatewayCredential {

    /**
     * Client id and secret.
     *
     * @param clientId as it was sent; may be anything
     * @param secret as it was sent; may be anything; not printed
     * @param formDecoded what the same id and secret mean if they were form-encoded; {@code null} if that is the same, or if
     *     they cannot be read so
     */
    record ClientSecret(String clientId, String secret, @Nullable ClientSecret formDecoded)
            implements GatewayCredential {

        /** An id and a secret that mean the same in both spellings. */
        ClientSecret(String clientId, String secret) {
            this(clientId, secret, null);
        }

        @Override
        public String toString() {
            return "ClientSecret[redacted]";
        }
    }

    /**
     * An access token.
     *
     * @param token may be anything; not printed
     */
    record Bearer(String token) implements GatewayCredential {
        @Override
        public String toString() {
            return "Bearer[redacted]";
        }
    }

    /**
     * The certificate of the connection, in place of any header.
     *
     * @param clientId as whom the caller wants to be known; may be anything
     */
    record Certificate(String clientId) implements GatewayCredential {}

    /**
     * Nothing that could be read.
     *
     * @param reason what is wrong with it
     */
    record Unreadable(Reason reason) implements GatewayCredential {}
}
