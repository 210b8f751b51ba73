package io.github.keycloakapppasswords.persistence;

import io.github.keycloakapppasswords.stage.Installation;

/** {@link OldDatabase} on PostgreSQL. */
class OldDatabaseOnPostgreSqlIT extends OldDatabase {

    OldDatabaseOnPostgreSqlIT() {
        super(Installation::onPostgreSql, "first-schema-postgresql.sql");
    }
}
