package io.github.keycloakapppasswords.credential;

import java.util.List;
import org.keycloak.connections.jpa.entityprovider.JpaEntityProvider;

/** Adds the extension's own tables to Keycloak's persistence unit, made and kept up by Liquibase. */
final class AppPasswordJpaEntityProvider implements JpaEntityProvider {

    @Override
    public List<Class<?>> getEntities() {
        return List.of(
                AppPasswordEntity.class,
                AppPasswordOwnerEntity.class,
                NotMovedEntity.class,
                LastRefusalEntity.class,
                UsedNetworkEntity.class,
                ChangeEntity.class,
                FeedEntity.class,
                PendingWorkEntity.class,
                FactorNoteEntity.class,
                NodeEntity.class);
    }

    @Override
    public String getChangelogLocation() {
        return "META-INF/app-passwords-changelog.xml";
    }

    @Override
    public String getFactoryId() {
        return AppPasswordJpaEntityProviderFactory.ID;
    }

    @Override
    public void close() {
        // holds nothing
    }
}
