package io.github.keycloakapppasswords.gatewayauth;

import io.github.keycloakapppasswords.verdict.Reason;
import org.jspecify.annotations.Nullable;

/** A caller's proof that it is a gateway. */
public sealed interface GatewayCredential {

    /**
     * Client id and secret.
     *
     * @param clientId the id as sent; may be any text
     * @param secret the secret as sent; may be any text; not printed
     * @param formDecoded the same id and secret, form-decoded; {@code null} if that is the same, or if they cannot be decoded
     */
    record ClientSecret(String clientId, String secret, @Nullable ClientSecret formDecoded)
            implements GatewayCredential {

        /** An id and a secret that are the same in both readings. */
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
     * @param token may be any text; not printed
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
     * @param clientId the id that the caller claims; may be any text
     */
    record Certificate(String clientId) implements GatewayCredential {}

    /**
     * A credential that cannot be read.
     *
     * @param reason the fault of the credential
     */
    record Unreadable(Reason reason) implements GatewayCredential {}
}
