package io.github.keycloakapppasswords.stage;

/** Where a Keycloak keeps its data. */
public interface Database extends AutoCloseable {

    /** What Keycloak is to be built and started with to use this database. */
    KeycloakOptions use(KeycloakOptions options);

    /**
     * Runs SQL statements as Keycloak's own user, all of them or a failure.
     *
     * @param statements each ended by a semicolon
     * @param keycloak whose data they are; it does not run
     */
    void execute(String statements, KeycloakServer keycloak);

    @Override
    void close();
}
