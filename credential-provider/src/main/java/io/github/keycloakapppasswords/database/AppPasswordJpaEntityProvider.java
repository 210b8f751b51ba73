package io.github.keycloakapppasswords.database;

import io.github.keycloakapppasswords.change.ChangeEntity;
import io.github.keycloakapppasswords.change.FeedEntity;
import io.github.keycloakapppasswords.change.NodeEntity;
import io.github.keycloakapppasswords.factor.FactorNoteEntity;
import io.github.keycloakapppasswords.refusal.LastRefusalEntity;
import io.github.keycloakapppasswords.refusal.NotMovedEntity;
import io.github.keycloakapppasswords.row.AppPasswordEntity;
import io.github.keycloakapppasswords.row.AppPasswordOwnerEntity;
import io.github.keycloakapppasswords.row.UsedNetworkEntity;
import io.github.keycloakapppasswords.work.PendingWorkEntity;
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
