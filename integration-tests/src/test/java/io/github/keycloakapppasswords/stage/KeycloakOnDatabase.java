package io.github.keycloakapppasswords.stage;

import java.util.function.Supplier;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** As {@link SharedKeycloak}, on a database server that a test may stop and start; also resolves the {@link Pair}. */
public abstract class KeycloakOnDatabase implements ParameterResolver {

    private final Supplier<DatabaseServer> start;

    KeycloakOnDatabase(Supplier<DatabaseServer> start) {
        this.start = start;
    }

    /** Keycloak, which also takes HTTPS and asks for client certificates there, and its database. */
    public static final class Pair implements AutoCloseable {
        private final CertificateAuthority authority = CertificateAuthority.create("Stage CA");
        private final int httpsPort = Ports.free();
        private final DatabaseServer database;
        private final KeycloakServer keycloak;
        private final Door door;

        Pair(DatabaseServer database) {
            this.database = database;
            this.keycloak = KeycloakServer.start(authority.withHttps(
                    database.use(KeycloakOptions.shipped()
                            .withProvider(Project.fixtureJar())
                            .forTests()
                            .withStartOption("--spi-app-password-uses--default--interval-seconds=3")),
                    httpsPort));
            this.door = Door.to(httpsPort);
        }

        public KeycloakServer keycloak() {
            return keycloak;
        }

        /** Keycloak's address for gateways, without a slash at the end: {@code https://localhost:8443}. */
        public String httpsUrl() {
            return "https://localhost:" + door.port();
        }

        /** Who signed Keycloak's certificate, and signs those of the clients that it believes. */
        public CertificateAuthority authority() {
            return authority;
        }

        /** Makes the address for gateways refuse connections, as if Keycloak had ended, until {@link #open()}. */
        public void shut() {
            door.shut();
        }

        /** Lets gateways in again. */
        public void open() {
            door.open();
        }

        /** Takes the database away from the running Keycloak. */
        public void stopDatabase() {
            database.stop();
        }

        /** Brings the database back. */
        public void startDatabase() {
            database.launch();
        }

        /** Makes the database hang: it takes connections, and answers nothing until {@link #thawDatabase()}. */
        public void freezeDatabase() {
            database.freeze();
        }

        /** Lets the database go on. */
        public void thawDatabase() {
            database.thaw();
        }

        @Override
        public void close() {
            door.close();
            keycloak.close();
            database.close();
            authority.close();
        }
    }

    @Override
    public final boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == KeycloakServer.class || type == Pair.class;
    }

    /** The store closes it when the last test of this JVM is done. */
    @Override
    public final Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Pair pair = context.getStore(StoreScope.LAUNCHER_SESSION, Namespace.create(getClass()))
                .getOrComputeIfAbsent(Pair.class, key -> new Pair(start.get()), Pair.class);
        return parameter.getParameter().getType() == Pair.class ? pair : pair.keycloak();
    }
}
