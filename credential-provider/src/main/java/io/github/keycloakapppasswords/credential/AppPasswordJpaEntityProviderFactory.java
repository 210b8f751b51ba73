package io.github.keycloakapppasswords.credential;

import org.keycloak.Config.Scope;
import org.keycloak.connections.jpa.entityprovider.JpaEntityProvider;
import org.keycloak.connections.jpa.entityprovider.JpaEntityProviderFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel.RealmRemovedEvent;
import org.keycloak.models.UserModel.UserRemovedEvent;

/** Makes {@link AppPasswordJpaEntityProvider}, and takes the rows away with their user or realm. */
public final class AppPasswordJpaEntityProviderFactory implements JpaEntityProviderFactory {

    /** Also names Liquibase's own table, {@code DATABASECHANGELOG_APP_PASSWO}: never to be changed. */
    static final String ID = "app-passwords";

    @Override
    public JpaEntityProvider create(KeycloakSession session) {
        return new AppPasswordJpaEntityProvider();
    }

    @Override
    public void init(Scope config) {
        // nothing to configure
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        factory.register(event -> {
            if (event instanceof UserRemovedEvent removed) {
                forget(removed);
            } else if (event instanceof RealmRemovedEvent removed) {
                new AppPasswordRows(removed.getKeycloakSession())
                        .deleteOfRealm(removed.getRealm().getId());
            }
        });
    }

    private static void forget(UserRemovedEvent removed) {
        KeycloakSession session = removed.getKeycloakSession();
        AppPasswordRows rows = new AppPasswordRows(session);
        if (rows.hasOwner(removed.getUser().getId())) {
            session.getKeycloakSessionFactory()
                    .publish(new AppPasswordOwnerRemoved(session, removed.getRealm(), removed.getUser()));
        }
        rows.deleteOfUser(removed.getRealm().getId(), removed.getUser().getId());
    }

    @Override
    public void close() {
        // holds nothing
    }

    @Override
    public String getId() {
        return ID;
    }
}
