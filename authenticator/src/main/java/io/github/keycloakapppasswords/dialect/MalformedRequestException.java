package io.github.keycloakapppasswords.dialect;

import io.github.keycloakapppasswords.validation.Reason;
import jakarta.ws.rs.core.Response.Status;

/** A request that the gateway should not have sent; the message says what is wrong and repeats no user's value. */
final class MalformedRequestException extends Exception {

    private final int status;
    private final Reason reason;

    /** A bad request: 400. */
    MalformedRequestException(String message) {
        this(Status.BAD_REQUEST.getStatusCode(), message);
    }

    /** @param status 400, 413 or 415 */
    MalformedRequestException(int status, String message) {
        this(status, Reason.GATEWAY_REQUEST_MALFORMED, message);
    }

    /**
     * @param status 400, 413 or 415
     * @param reason what admins are told
     */
    MalformedRequestException(int status, Reason reason, String message) {
        super(message);
        this.status = status;
        this.reason = reason;
    }

    int status() {
        return status;
    }

    Reason reason() {
        return reason;
    }
}
