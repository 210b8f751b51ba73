package io.github.keycloakapppasswords.dialect;

import io.github.keycloakapppasswords.http.InvalidRequestException;
import io.github.keycloakapppasswords.term.Protocol;

/** The admin gave the gateway no server for the protocol: nginx cannot be answered. */
final class MissingBackendException extends InvalidRequestException {

    private static final long serialVersionUID = 1L;

    MissingBackendException(Protocol protocol) {
        super(null, "The gateway's setting backends has no server for " + protocol + ".");
    }
}
