package io.github.keycloakapppasswords.persistence;

import io.github.keycloakapppasswords.stage.Installation;

/** {@link OldDatabase} on H2. */
class OldDatabaseOnH2IT extends OldDatabase {

    OldDatabaseOnH2IT() {
        super(Installation::onH2, "first-schema-h2.sql");
    }
}
