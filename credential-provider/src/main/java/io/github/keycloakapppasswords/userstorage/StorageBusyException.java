package io.github.keycloakapppasswords.userstorage;

import org.keycloak.storage.StorageUnavailableException;

/** A storage was not asked, for want of a turn. It may be well. */
public final class StorageBusyException extends StorageUnavailableException {

    private static final long serialVersionUID = 1L;

    StorageBusyException(String message, Throwable cause) {
        super(message, cause);
    }

    public StorageBusyException(String message) {
        super(message);
    }
}
