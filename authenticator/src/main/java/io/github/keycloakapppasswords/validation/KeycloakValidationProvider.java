package io.github.keycloakapppasswords.validation;

import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Puts Keycloak's users before the steps. */
final class KeycloakValidationProvider implements ValidationProvider {

    private final KeycloakSession session;
    private final Validation validation;

    KeycloakValidationProvider(KeycloakSession session, Validation validation) {
        this.session = session;
        this.validation = validation;
    }

    @Override
    public Decision decide(RealmModel realm, Asker asker, Attempt attempt) {
        Decision decision = validation.decide(asker, attempt, new KeycloakAccounts(session, realm));
        if (decision.reason() == Reason.STORE_FAILED) {
            // The failed transaction cannot be committed: without this the answer would be an error 500.
            session.getTransactionManager().setRollbackOnly();
        }
        return decision;
    }
}
