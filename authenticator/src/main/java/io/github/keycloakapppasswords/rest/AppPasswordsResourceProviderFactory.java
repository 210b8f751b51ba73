package io.github.keycloakapppasswords.rest;

import io.github.keycloakapppasswords.account.AccountResource;
import io.github.keycloakapppasswords.account.FirstSignInResource;
import io.github.keycloakapppasswords.dialect.GatewayRequestHandler;
import io.github.keycloakapppasswords.feed.FeedReader;
import io.github.keycloakapppasswords.gatewayauth.GatewayAuthenticator;
import io.github.keycloakapppasswords.http.JsonAnswers;
import io.github.keycloakapppasswords.http.RequestContent;
import io.github.keycloakapppasswords.lifecycle.DatabaseClock;
import io.github.keycloakapppasswords.mailsettings.MailSettingsResource;
import io.github.keycloakapppasswords.notice.NotMeResource;
import io.github.keycloakapppasswords.validation.ValidationProvider;
import jakarta.ws.rs.core.PathSegment;
import java.time.Clock;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.services.resource.RealmResourceProvider;
import org.keycloak.services.resource.RealmResourceProviderFactory;

/** Registers the resources for gateways and owners below {@code /realms/{realm}/app-passwords/}. */
public final class AppPasswordsResourceProviderFactory implements RealmResourceProviderFactory {

    private static final String ID = "app-passwords";

    private final GatewayAuthenticator gateways = GatewayAuthenticator.create(Clock.systemUTC());

    @Override
    public RealmResourceProvider create(KeycloakSession session) {
        return new AppPasswordsResourceProvider(session, gateways, Clock.systemUTC());
    }

    @Override
    public void init(Config.Scope config) {
        GatewayAuthenticator.requireKeycloak();
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        // Nothing to prepare.
    }

    @Override
    public void close() {
        // Nothing to close.
    }

    @Override
    public String getId() {
        return ID;
    }

    private record AppPasswordsResourceProvider(KeycloakSession session, GatewayAuthenticator gateways, Clock clock)
            implements RealmResourceProvider {

        @Override
        public Object getResource() {
            JsonAnswers.neverStore(session);
            AppPasswordsResource resource = new AppPasswordsResource(
                    new GatewayRequestHandler(session, gateways),
                    new FeedReader(session, session.getContext().getRealm(), () -> validation()
                            .bulkheads()
                            .feed()),
                    new AccountResource(
                            session, clock, () -> validation().bulkheads().owners()),
                    new FirstSignInResource(session, new DatabaseClock(clock)),
                    new NotMeResource(
                            session, clock, () -> validation().bulkheads().owners()),
                    new MailSettingsResource(session),
                    () -> validation().node());
            RequestContent content = new RequestContent(session);
            if (!content.isReadable()) {
                resource.unreadable(path()).map(content::answered).ifPresent(answer -> {
                    throw answer;
                });
                content.requireReadable();
            }
            return resource;
        }

        private ValidationProvider validation() {
            return session.getProvider(ValidationProvider.class);
        }

        /** The segment below {@code realms/{realm}/app-passwords}; empty if there is none. */
        private String path() {
            return session.getContext().getUri().getPathSegments().stream()
                    .skip(3)
                    .map(PathSegment::getPath)
                    .findFirst()
                    .orElse("");
        }

        @Override
        public void close() {
            // Nothing to close.
        }
    }
}
