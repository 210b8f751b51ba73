package io.github.keycloakapppasswords.gateway;

/** Settings that are not allowed; the message is a finished sentence that names field, value and what is allowed. */
public final class InvalidGatewayException extends Exception {

    InvalidGatewayException(String message) {
        super(message);
    }
}
