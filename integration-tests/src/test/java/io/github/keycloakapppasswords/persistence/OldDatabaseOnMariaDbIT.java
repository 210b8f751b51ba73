package io.github.keycloakapppasswords.persistence;

import io.github.keycloakapppasswords.stage.Installation;

/** {@link OldDatabase} on MariaDB. */
class OldDatabaseOnMariaDbIT extends OldDatabase {

    OldDatabaseOnMariaDbIT() {
        super(Installation::onMariaDb, "first-schema-mariadb.sql");
    }
}
