package io.github.keycloakapppasswords.gateway;

import io.github.keycloakapppasswords.validation.Reason;

/** What a caller shows to prove that it is a gateway. */
public sealed interface GatewayCredential {

    /**
     * Client id and secret.
     *
     * @param clientId may be anything
     * @param secret may be anything; not printed
     */
    record ClientSecret(String clientId, String secret) implements GatewayCredential {
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
