package io.github.keycloakapppasswords.rest;

import io.github.keycloakapppasswords.gateway.MarkKeeper;
import io.github.keycloakapppasswords.http.DatabaseTurns;
import io.github.keycloakapppasswords.http.JsonAnswers;
import io.github.keycloakapppasswords.http.RequestContent;
import io.github.keycloakapppasswords.validation.ValidationProvider;
import java.time.Clock;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.ext.AdminRealmResourceProvider;
import org.keycloak.services.resources.admin.ext.AdminRealmResourceProviderFactory;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/**
 * Registers the admin resources below {@code /admin/realms/{realm}/app-passwords/}. Keycloak has authenticated the admin before
 * it asks for a resource; the rest of the request takes a turn at a bulkhead.
 */
public final class AdminResourceProviderFactory
        implements AdminRealmResourceProviderFactory, AdminRealmResourceProvider {

    private static final String ID = "app-passwords";

    @Override
    public AdminRealmResourceProvider create(KeycloakSession session) {
        return this;
    }

    @Override
    public Object getResource(
            KeycloakSession session, RealmModel realm, AdminPermissionEvaluator auth, AdminEventBuilder adminEvent) {
        JsonAnswers.neverStore(session);
        new RequestContent(session).requireReadable();
        DatabaseTurns.take(
                session,
                session.getProvider(ValidationProvider.class).bulkheads().admins());
        return new AdminResource(session, realm, auth, adminEvent, Clock.systemUTC());
    }

    @Override
    public void init(Config.Scope config) {
        // Nothing is configured here.
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        factory.register(new MarkKeeper());
    }

    @Override
    public void close() {
        // Nothing to close.
    }

    @Override
    public String getId() {
        return ID;
    }
}
