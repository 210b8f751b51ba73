package io.github.keycloakapppasswords.setup;

import io.github.keycloakapppasswords.directgrant.AppPasswordDirectGrantFactory;
import io.github.keycloakapppasswords.setup.Part.Status;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.AuthenticatorConfigModel;
import org.keycloak.models.Constants;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.AdminEventBuilder;

/**
 * A flow with our direct-grant authenticator, bound to no client. An admin binds clients to it; and Keycloak's account
 * console lists only the credential types that some flow of the realm uses.
 */
final class DirectGrantFlowPart {

    static final String ALIAS = "app passwords direct grant";

    private static final String BASIC_FLOW = "basic-flow";

    /** How long {@code amr} tells of the app password: far longer than a session lives, and no overflow before 2037. */
    private static final Duration REFERENCE_AGE = Duration.ofDays(365);

    private final RealmModel realm;
    private final AdminEventBuilder adminEvent;

    DirectGrantFlowPart(RealmModel realm, AdminEventBuilder adminEvent) {
        this.realm = realm;
        this.adminEvent = adminEvent;
    }

    /** @param make whether to make the missing parts */
    Part check(boolean make) {
        Optional<String> used = flowThatUsesIt();
        if (used.isPresent()) {
            return new Part(Status.KEPT, "The flow \"" + used.get() + "\" has our execution, enabled.");
        }
        AuthenticationFlowModel flow = realm.getFlowByAlias(ALIAS);
        if (flow != null) {
            Optional<Part> conflict = conflict(flow);
            if (conflict.isPresent()) {
                return conflict.get();
            }
        }
        if (!make) {
            return new Part(Status.MISSING, "The realm has no flow \"" + ALIAS + "\" with our execution.");
        }
        addExecution(flow == null ? addFlow() : flow);
        return new Part(
                Status.CREATED,
                "The flow \"" + ALIAS + "\" has our execution and is bound to no client. To bind one, set the"
                        + " protocol in the execution's settings and override the client's direct grant flow.");
    }

    /** Whether there is a flow of this id, and our execution in it. */
    static boolean takesAppPasswords(RealmModel realm, String flowId) {
        return realm.getAuthenticationFlowById(flowId) != null
                && realm.getAuthenticationExecutionsStream(flowId).anyMatch(DirectGrantFlowPart::isOurs);
    }

    private Optional<String> flowThatUsesIt() {
        return realm.getAuthenticationFlowsStream()
                .filter(flow -> realm.getAuthenticationExecutionsStream(flow.getId())
                        .anyMatch(DirectGrantFlowPart::isOursAndRequired))
                .map(AuthenticationFlowModel::getAlias)
                .findFirst();
    }

    private Optional<Part> conflict(AuthenticationFlowModel flow) {
        List<AuthenticationExecutionModel> executions =
                realm.getAuthenticationExecutionsStream(flow.getId()).toList();
        if (executions.stream().anyMatch(DirectGrantFlowPart::isOurs)) {
            return Optional.of(new Part(
                    Status.CONFLICT,
                    "In the flow \"" + ALIAS + "\" our execution is not REQUIRED: set it to Required under"
                            + " Authentication, Flows."));
        }
        if (!executions.isEmpty() || !flow.isTopLevel() || !BASIC_FLOW.equals(flow.getProviderId())) {
            return Optional.of(new Part(
                    Status.CONFLICT,
                    "The realm has another flow of the name \"" + ALIAS
                            + "\": rename or delete it under Authentication, Flows, and run the set-up again."));
        }
        return Optional.empty();
    }

    private static boolean isOurs(AuthenticationExecutionModel execution) {
        return AppPasswordDirectGrantFactory.ID.equals(execution.getAuthenticator());
    }

    private static boolean isOursAndRequired(AuthenticationExecutionModel execution) {
        return isOurs(execution) && execution.getRequirement() == Requirement.REQUIRED;
    }

    private AuthenticationFlowModel addFlow() {
        AuthenticationFlowModel flow = new AuthenticationFlowModel();
        flow.setAlias(ALIAS);
        flow.setDescription("Password grant with an app password. Bind clients to it one by one.");
        flow.setProviderId(BASIC_FLOW);
        flow.setTopLevel(true);
        flow.setBuiltIn(false);
        AuthenticationFlowModel added = realm.addAuthenticationFlow(flow);
        tell(ResourceType.AUTH_FLOW, "flows", added.getId());
        return added;
    }

    private void addExecution(AuthenticationFlowModel flow) {
        AuthenticatorConfigModel config = new AuthenticatorConfigModel();
        config.setAlias(ALIAS);
        config.setConfig(new LinkedHashMap<>(Map.of(
                Constants.AUTHENTICATION_EXECUTION_REFERENCE_VALUE,
                AppPasswordDirectGrantFactory.REFERENCE,
                Constants.AUTHENTICATION_EXECUTION_REFERENCE_MAX_AGE,
                String.valueOf(REFERENCE_AGE.toSeconds()))));
        AuthenticationExecutionModel execution = new AuthenticationExecutionModel();
        execution.setParentFlow(flow.getId());
        execution.setAuthenticator(AppPasswordDirectGrantFactory.ID);
        execution.setAuthenticatorFlow(false);
        execution.setRequirement(Requirement.REQUIRED);
        execution.setPriority(10);
        execution.setAuthenticatorConfig(realm.addAuthenticatorConfig(config).getId());
        tell(
                ResourceType.AUTH_EXECUTION,
                "executions",
                realm.addAuthenticatorExecution(execution).getId());
    }

    private void tell(ResourceType type, String kind, String id) {
        adminEvent
                .operation(OperationType.CREATE)
                .resource(type)
                .resourcePath("authentication", kind, id)
                .representation(new String[] {ALIAS})
                .success();
    }
}
