package io.github.keycloakapppasswords.storage;

import org.keycloak.storage.StorageUnavailableException;

/** A storage was not asked, for want of a turn. It may be well. */
final class StorageBusyException extends StorageUnavailableException {

    private static final long serialVersionUID = 1L;

    StorageBusyException(String message, Throwable cause) {
        super(message, cause);
    }

    StorageBusyException(String message) {
        super(message);
    }
}
