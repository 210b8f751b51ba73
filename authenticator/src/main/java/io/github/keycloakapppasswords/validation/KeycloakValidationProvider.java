package io.github.keycloakapppasswords.validation;

import io.github.keycloakapppasswords.node.NodeStatus;
import io.github.keycloakapppasswords.transaction.DatabaseBulkhead;
import io.github.keycloakapppasswords.transaction.DatabaseBulkheads;
import io.github.keycloakapppasswords.username.LoginName;
import io.github.keycloakapppasswords.userstorage.UserSource;
import io.github.keycloakapppasswords.verdict.Decision;
import io.github.keycloakapppasswords.verdict.Reason;
import io.github.keycloakapppasswords.verdict.Requester;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** Connects the steps with Keycloak's users. */
final class KeycloakValidationProvider implements ValidationProvider {

    private final KeycloakSession session;
    private final Validation validation;
    private final UserFinder finder;
    private final UserSource users;
    private final NodeStatus node;
    private final DatabaseBulkheads bulkheads;

    KeycloakValidationProvider(
            KeycloakSession session,
            Validation validation,
            UserFinder finder,
            UserSource users,
            NodeStatus node,
            DatabaseBulkheads bulkheads) {
        this.session = session;
        this.validation = validation;
        this.finder = finder;
        this.users = users;
        this.node = node;
        this.bulkheads = bulkheads;
    }

    @Override
    public Decision decide(RealmModel realm, Requester requester, Submission submission) {
        try (DatabaseBulkhead.Turn turn = bulkheads.questions().turn()) {
            Decision decision =
                    validation.decide(requester, submission, new KeycloakAccounts(session, realm, users, turn));
            if (decision.reason() == Reason.STORE_FAILED) {
                // The failed transaction cannot be committed: without this the answer would be an error 500.
                session.getTransactionManager().setRollbackOnly();
            }
            return decision;
        }
    }

    @Override
    public Optional<String> userId(RealmModel realm, String name) {
        return LoginName.of(name, "")
                .flatMap(read -> finder.find(
                                read, new KeycloakAccounts(session, realm, users, DatabaseBulkhead.unbounded()))
                        .account())
                .map(Account::id);
    }

    @Override
    public Optional<String> loginIdentity(RealmModel realm, Requester requester, UserModel user) {
        return validation.loginIdentity(
                requester,
                new KeycloakAccount(session, realm, user, DatabaseBulkhead.unbounded()),
                new KeycloakAccounts(session, realm, users, DatabaseBulkhead.unbounded()));
    }

    @Override
    public boolean canBeAskedFor(RealmModel realm, String userId) {
        return users.canBeAskedFor(session, realm, userId);
    }

    @Override
    public NodeStatus node() {
        return node;
    }

    @Override
    public DatabaseBulkheads bulkheads() {
        return bulkheads;
    }
}
