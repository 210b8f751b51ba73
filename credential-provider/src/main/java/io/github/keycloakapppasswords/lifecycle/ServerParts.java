package io.github.keycloakapppasswords.lifecycle;

import java.util.Set;
import org.keycloak.connections.infinispan.InfinispanConnectionProvider;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.provider.Provider;

/** Parts of Keycloak that our own threads work with until the server has stopped. */
public final class ServerParts {

    /**
     * For {@code dependsOn()} of a factory whose {@code close()} ends a thread that still works: Keycloak closes what a
     * factory depends on after it. Without the caches no realm can be read.
     */
    public static final Set<Class<? extends Provider>> DATABASE_AND_CACHES =
            Set.of(JpaConnectionProvider.class, InfinispanConnectionProvider.class);

    private ServerParts() {}
}
