package io.github.keycloakapppasswords.gatewayauth;

import io.github.keycloakapppasswords.verdict.Reason;
import jakarta.ws.rs.core.Response.Status;

/** A malformed request of a gateway; the message names the fault and repeats no user's value. */
public final class MalformedRequestException extends Exception {

    private final int status;
    private final Reason reason;

    /** A bad request: 400. */
    public MalformedRequestException(String message) {
        this(Status.BAD_REQUEST.getStatusCode(), message);
    }

    /** @param status 400, 413 or 415 */
    public MalformedRequestException(int status, String message) {
        this(status, Reason.GATEWAY_REQUEST_MALFORMED, message);
    }

    /**
     * @param status 400, 413 or 415
     * @param reason the reason for admins
     */
    public MalformedRequestException(int status, Reason reason, String message) {
        super(message);
        this.status = status;
        this.reason = reason;
    }

    public int status() {
        return status;
    }

    public Reason reason() {
        return reason;
    }
}
