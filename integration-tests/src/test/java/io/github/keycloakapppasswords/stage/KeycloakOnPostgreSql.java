package io.github.keycloakapppasswords.stage;

/** {@link KeycloakOnDatabase} on PostgreSQL. */
public final class KeycloakOnPostgreSql extends KeycloakOnDatabase {

    public KeycloakOnPostgreSql() {
        super(PostgreSql::start);
    }
}
