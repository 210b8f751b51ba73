package io.github.keycloakapppasswords.stage;

import java.util.function.UnaryOperator;

/**
 * A Keycloak with a database of its own. The shipped JAR, and the fixture beside it, can be put in and taken out, and
 * the database written to while Keycloak does not run.
 */
public final class Installation implements AutoCloseable {
    private final Database database;
    private final KeycloakServer keycloak;

    private Installation(Database database, UnaryOperator<KeycloakOptions> more) {
        this.database = database;
        this.keycloak = KeycloakServer.start(more.apply(options()));
    }

    /** Keycloak as it comes, on its own H2. */
    public static Installation onH2() {
        return new Installation(new H2(), KeycloakOptions::withoutProviders);
    }

    /** Keycloak with the JAR, on MariaDB. */
    public static Installation onMariaDb() {
        return new Installation(MariaDb.start(), options -> options);
    }

    /** Keycloak with the JAR, on PostgreSQL. */
    public static Installation onPostgreSql() {
        return new Installation(PostgreSql.start(), options -> options);
    }

    public KeycloakServer keycloak() {
        return keycloak;
    }

    /** Stops Keycloak, puts the JAR in if it is out, and starts it. */
    public void putJarIn() {
        reinstall(options());
    }

    /** Stops Keycloak, takes the JAR out, and starts it. */
    public void takeJarOut() {
        reinstall(options().withoutProviders());
    }

    private void reinstall(KeycloakOptions options) {
        keycloak.stop();
        keycloak.reinstall(options);
        keycloak.start();
    }

    /** Stops Keycloak, and runs SQL statements, each ended by a semicolon, as its user. */
    public void stopAndExecute(String statements) {
        keycloak.stop();
        database.execute(statements, keycloak);
    }

    /** Stops Keycloak, and exports a realm with its users. */
    public String stopAndExport(String realm) {
        keycloak.stop();
        return keycloak.export(realm);
    }

    private KeycloakOptions options() {
        return database.use(KeycloakOptions.shipped()
                .withProvider(Project.fixtureJar())
                .forTests()
                .withStartOption("--spi-app-password-uses--default--interval-seconds=3"));
    }

    @Override
    public void close() {
        keycloak.close();
        database.close();
    }
}
