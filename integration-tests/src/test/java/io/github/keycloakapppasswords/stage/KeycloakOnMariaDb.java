package io.github.keycloakapppasswords.stage;

/** {@link KeycloakOnDatabase} on MariaDB. */
public final class KeycloakOnMariaDb extends KeycloakOnDatabase {

    public KeycloakOnMariaDb() {
        super(MariaDb::start);
    }
}
