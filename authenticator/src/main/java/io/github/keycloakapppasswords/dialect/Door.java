package io.github.keycloakapppasswords.dialect;

import io.github.keycloakapppasswords.gateway.GatewayAuthenticator;
import io.github.keycloakapppasswords.gateway.GatewayAuthenticator.Outcome;
import io.github.keycloakapppasswords.gateway.GatewayCredential;
import io.github.keycloakapppasswords.reporting.ReportingProvider;
import io.github.keycloakapppasswords.validation.Asker;
import io.github.keycloakapppasswords.validation.Attempt;
import io.github.keycloakapppasswords.validation.Decision;
import io.github.keycloakapppasswords.validation.Reason;
import io.github.keycloakapppasswords.validation.ValidationProvider;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** What every dialect does: lets gateways in, decides, and reports; for one request. */
final class Door {

    private static final Logger LOG = Logger.getLogger(Door.class);

    private final KeycloakSession session;
    private final RealmModel realm;
    private final GatewayAuthenticator gateways;

    Door(KeycloakSession session, GatewayAuthenticator gateways) {
        this.session = session;
        this.realm = session.getContext().getRealm();
        this.gateways = gateways;
    }

    HttpHeaders headers() {
        return session.getContext().getHttpRequest().getHttpHeaders();
    }

    /** The gateway, or empty if the caller is none; that is reported here. */
    Optional<Asker> gateway(GatewayCredential credential) {
        Outcome outcome = authenticate(credential);
        if (outcome instanceof Outcome.Authenticated authenticated) {
            return Optional.of(authenticated.asker());
        }
        Outcome.Refused refused = (Outcome.Refused) outcome;
        String address = session.getContext().getConnection().getRemoteAddr();
        session.getProvider(ReportingProvider.class)
                .gatewayRefused(realm, refused.clientId(), refused.reason(), address);
        return Optional.empty();
    }

    /** The decision about the attempt; it is reported here. */
    Decision decide(Asker asker, Attempt attempt) {
        Decision decision = session.getProvider(ValidationProvider.class).decide(realm, asker, attempt);
        session.getProvider(ReportingProvider.class).decided(realm, asker.clientId(), attempt, decision);
        return decision;
    }

    private Outcome authenticate(GatewayCredential credential) {
        if (!realm.isEnabled()) {
            return new Outcome.Refused(Reason.REALM_DISABLED, null);
        }
        boolean https =
                "https".equals(session.getContext().getUri().getBaseUri().getScheme());
        if (!https && realm.getSslRequired().isRequired(session.getContext().getConnection())) {
            return new Outcome.Refused(Reason.HTTPS_REQUIRED, null);
        }
        try {
            return gateways.authenticate(session, realm, credential);
        } catch (RuntimeException e) {
            LOG.warnf(
                    "A gateway could not be authenticated, the store failed: %s",
                    e.getClass().getName());
            LOG.debug("The failure of the store", e);
            session.getTransactionManager().setRollbackOnly();
            return new Outcome.Refused(Reason.STORE_FAILED, null);
        }
    }
}
