package io.github.keycloakapppasswords.directgrant;

import io.github.keycloakapppasswords.term.Protocol;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.AuthenticatorConfigModel;
import org.keycloak.models.RealmModel;

/** The protocols for which a realm's flows take app passwords in the password grant. */
public final class DirectGrantProtocols {

    private DirectGrantProtocols() {}

    /** Of all flows with our execution, enabled and with a protocol that is one; bound to a client or not. */
    public static List<Protocol> of(RealmModel realm) {
        return realm.getAuthenticationFlowsStream()
                .flatMap(flow -> realm.getAuthenticationExecutionsStream(flow.getId()))
                .filter(execution -> AppPasswordDirectGrantFactory.ID.equals(execution.getAuthenticator())
                        && execution.getRequirement() == Requirement.REQUIRED)
                .map(AuthenticationExecutionModel::getAuthenticatorConfig)
                .filter(Objects::nonNull)
                .map(realm::getAuthenticatorConfigById)
                .filter(Objects::nonNull)
                .flatMap(DirectGrantProtocols::protocol)
                .distinct()
                .toList();
    }

    private static Stream<Protocol> protocol(AuthenticatorConfigModel config) {
        String id = config.getConfig() == null ? null : config.getConfig().get(AppPasswordDirectGrantFactory.PROTOCOL);
        try {
            return id == null || id.isBlank() ? Stream.empty() : Stream.of(Protocol.of(id.strip()));
        } catch (IllegalArgumentException e) {
            // The grant refuses it, and says so in its event.
            return Stream.empty();
        }
    }
}
