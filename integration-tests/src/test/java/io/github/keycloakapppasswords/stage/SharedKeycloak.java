package io.github.keycloakapppasswords.stage;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One Keycloak with the shipped JAR, and the fixture beside it, for all test classes of a JVM. A class with
 * {@code @ExtendWith(SharedKeycloak.class)} gets it as a parameter of type {@link KeycloakServer} of its constructor or
 * methods, and makes a {@link Realm} of its own on it.
 */
public class SharedKeycloak implements ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(SharedKeycloak.class);

    private final @Nullable String version;

    /** Of the version of the build. */
    public SharedKeycloak() {
        this.version = null;
    }

    /** @param version one that the Maven profile {@code compatibility} brings */
    protected SharedKeycloak(String version) {
        this.version = version;
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == KeycloakServer.class;
    }

    /** The store closes it when the last test of this JVM is done. */
    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getStore(StoreScope.LAUNCHER_SESSION, NAMESPACE)
                .getOrComputeIfAbsent("Keycloak " + version, key -> start(), KeycloakServer.class);
    }

    private KeycloakServer start() {
        KeycloakOptions options = KeycloakOptions.shipped()
                .withProvider(Project.fixtureJar())
                .forTests()
                .withFilledDatabase()
                .withStartOption("--spi-app-password-uses--default--interval-seconds=3")
                .withStartOption("--spi-app-password-validation--default--storage-check-seconds=2")
                .withStartOption("--spi-app-password-validation--default--storage-outage-seconds=15");
        return version == null ? KeycloakServer.start(options) : KeycloakServer.start(version, options);
    }
}
