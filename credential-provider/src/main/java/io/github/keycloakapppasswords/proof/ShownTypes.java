package io.github.keycloakapppasswords.proof;

import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.AuthenticatorFactory;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * The credential types that a realm shows its users in the account console: those of which an execution that is not disabled is in
 * one of its flows ({@code AccountCredentialResource}, 26.7.4). What is not shown there can be neither seen, removed nor replaced by
 * its owner.
 */
public record ShownTypes(KeycloakSession session, RealmModel realm) {

    public Set<String> all() {
        return realm.getAuthenticationFlowsStream()
                .filter(flow -> !isDisabled(flow))
                .flatMap(flow -> realm.getAuthenticationExecutionsStream(flow.getId()))
                .filter(execution -> execution.getRequirement() != Requirement.DISABLED)
                .map(AuthenticationExecutionModel::getAuthenticator)
                .filter(Objects::nonNull)
                .flatMap(this::types)
                .collect(Collectors.toUnmodifiableSet());
    }

    private Stream<String> types(String authenticator) {
        return session.getKeycloakSessionFactory().getProviderFactory(Authenticator.class, authenticator)
                        instanceof AuthenticatorFactory factory
                ? Stream.concat(
                                Stream.ofNullable(factory.getReferenceCategory()),
                                factory.getOptionalReferenceCategories(session).stream())
                        .filter(Objects::nonNull)
                : Stream.empty();
    }

    /** Whether the flow, or a flow that it is in, is disabled. */
    private boolean isDisabled(AuthenticationFlowModel flow) {
        AuthenticationFlowModel at = flow;
        while (at != null && !at.isTopLevel()) {
            AuthenticationExecutionModel execution = realm.getAuthenticationExecutionByFlowId(at.getId());
            if (execution == null || execution.getParentFlow() == null) {
                return false;
            }
            if (execution.getRequirement() == Requirement.DISABLED) {
                return true;
            }
            at = realm.getAuthenticationFlowById(execution.getParentFlow());
        }
        return false;
    }
}
