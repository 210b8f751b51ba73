package io.github.keycloakapppasswords.database;

import io.github.keycloakapppasswords.credential.RequestContexts;
import io.github.keycloakapppasswords.row.AppPasswordRows;
import io.github.keycloakapppasswords.store.AppPasswordOwnerRemoved;
import io.github.keycloakapppasswords.work.PendingWork;
import io.github.keycloakapppasswords.work.PendingWorkDue;
import io.github.keycloakapppasswords.work.PendingWorks;
import java.time.Clock;
import org.keycloak.Config.Scope;
import org.keycloak.connections.jpa.entityprovider.JpaEntityProvider;
import org.keycloak.connections.jpa.entityprovider.JpaEntityProviderFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel.RealmRemovedEvent;
import org.keycloak.models.UserModel.UserRemovedEvent;
import org.keycloak.provider.ProviderEvent;

/** Makes {@link AppPasswordJpaEntityProvider}, and deletes the rows of a removed user or realm. */
public final class AppPasswordJpaEntityProviderFactory implements JpaEntityProviderFactory {

    /** Also names Liquibase's own table, {@code DATABASECHANGELOG_APP_PASSWO}: never to be changed. */
    static final String ID = "app-passwords";

    private final Clock clock = Clock.systemUTC();

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
        factory.register(this::onEvent);
    }

    private void onEvent(ProviderEvent event) {
        if (event instanceof UserRemovedEvent removed) {
            forget(removed);
        } else if (event instanceof RealmRemovedEvent removed) {
            forget(removed);
        } else if (event instanceof PendingWorkDue due) {
            new Removals(due.session()).doDue(due);
        }
    }

    private void forget(UserRemovedEvent removed) {
        KeycloakSession session = removed.getKeycloakSession();
        String realmId = removed.getRealm().getId();
        String userId = removed.getUser().getId();
        if (new AppPasswordRows(session).hasOwner(userId)) {
            session.getKeycloakSessionFactory()
                    .publish(new AppPasswordOwnerRemoved(session, removed.getRealm(), removed.getUser()));
        }
        new PendingWorks(session)
                .note(PendingWork.ofUser(PendingWork.Kind.USER_REMOVED, realmId, userId, clock.instant()));
    }

    /** Where the server's operator imports a realm over another, the old rows go before the new ones come: at once. */
    private void forget(RealmRemovedEvent removed) {
        KeycloakSession session = removed.getKeycloakSession();
        String realmId = removed.getRealm().getId();
        if (RequestContexts.isHttpRequest(session)) {
            new PendingWorks(session).note(PendingWork.realmRemoved(realmId, clock.instant()));
        } else {
            new Removals(session).deleteAllOfRealm(realmId);
        }
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
