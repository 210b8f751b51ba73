package io.github.keycloakapppasswords.setup;

import io.github.keycloakapppasswords.policy.Policy;
import io.github.keycloakapppasswords.setup.Part.Status;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.RequiredActionFactory;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionProviderModel;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.services.resources.admin.AdminEventBuilder;

/** The required action by which owners make app passwords: registered and enabled. */
final class RequiredActionPart {

    private final KeycloakSession session;
    private final RealmModel realm;
    private final AdminEventBuilder adminEvent;

    RequiredActionPart(KeycloakSession session, RealmModel realm, AdminEventBuilder adminEvent) {
        this.session = session;
        this.realm = realm;
        this.adminEvent = adminEvent;
    }

    /** @param make whether to register it if it is missing */
    Part check(boolean make) {
        RequiredActionProviderModel existing = realm.getRequiredActionProviderByAlias(Policy.ACTION_ID);
        if (existing != null) {
            return judge(existing);
        }
        ProviderFactory<?> factory =
                session.getKeycloakSessionFactory().getProviderFactory(RequiredActionProvider.class, Policy.ACTION_ID);
        if (!(factory instanceof RequiredActionFactory action)) {
            return new Part(
                    Status.CONFLICT,
                    "This server does not know the required action " + Policy.ACTION_ID
                            + ": install the JAR whole on every node, and run kc.sh build.");
        }
        if (!make) {
            return new Part(Status.MISSING, "The required action " + Policy.ACTION_ID + " is not registered.");
        }
        register(action.getDisplayText());
        return new Part(
                Status.CREATED,
                "The required action " + Policy.ACTION_ID
                        + " is registered and enabled. Its settings are the policy: Authentication, Required actions.");
    }

    private static Part judge(RequiredActionProviderModel action) {
        if (!Policy.ACTION_ID.equals(action.getProviderId())) {
            return new Part(
                    Status.CONFLICT,
                    "The alias " + Policy.ACTION_ID + " belongs to the required action \"" + action.getProviderId()
                            + "\": delete it under Authentication, Required actions, and run the set-up again.");
        }
        if (!action.isEnabled()) {
            return new Part(
                    Status.CONFLICT,
                    "The required action " + Policy.ACTION_ID
                            + " is registered but disabled: enable it under Authentication, Required actions.");
        }
        if (action.isDefaultAction()) {
            return new Part(
                    Status.CONFLICT,
                    "The required action " + Policy.ACTION_ID + " is a default action, which no user can complete:"
                            + " turn \"Set as default action\" off under Authentication, Required actions.");
        }
        return new Part(Status.KEPT, "The required action " + Policy.ACTION_ID + " is registered and enabled.");
    }

    private void register(@Nullable String name) {
        RequiredActionProviderModel action = new RequiredActionProviderModel();
        action.setAlias(Policy.ACTION_ID);
        action.setProviderId(Policy.ACTION_ID);
        action.setName(name == null ? Policy.ACTION_ID : name);
        action.setEnabled(true);
        action.setDefaultAction(false);
        action.setPriority(nextPriority());
        realm.addRequiredActionProvider(action);
        adminEvent
                .operation(OperationType.CREATE)
                .resource(ResourceType.REQUIRED_ACTION)
                .resourcePath("authentication", "required-actions", Policy.ACTION_ID)
                .representation(new String[] {Policy.ACTION_ID})
                .success();
    }

    private int nextPriority() {
        return 1
                + realm.getRequiredActionProvidersStream()
                        .mapToInt(RequiredActionProviderModel::getPriority)
                        .max()
                        .orElse(0);
    }
}
