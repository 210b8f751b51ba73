package io.github.keycloakapppasswords.gateway;

/** Settings that are not allowed; the message is a finished sentence with the field, the value and the allowed values. */
public final class InvalidGatewayException extends Exception {

    InvalidGatewayException(String message) {
        super(message);
    }
}
