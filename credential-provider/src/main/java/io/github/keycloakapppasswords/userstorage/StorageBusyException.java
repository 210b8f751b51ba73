package io.github.keycloakapppasswords.userstorage;

import org.keycloak.storage.StorageUnavailableException;

/** A storage was not asked because no thread or permit was free. The storage itself may be available. */
public final class StorageBusyException extends StorageUnavailableException {

    private static final long serialVersionUID = 1L;

    StorageBusyException(String message, Throwable cause) {
        super(message, cause);
    }

    public StorageBusyException(String message) {
        super(message);
    }
}
