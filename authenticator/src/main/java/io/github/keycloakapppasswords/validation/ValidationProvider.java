package io.github.keycloakapppasswords.validation;

import io.github.keycloakapppasswords.node.NodeStatus;
import io.github.keycloakapppasswords.transaction.DatabaseBulkheads;
import io.github.keycloakapppasswords.verdict.Decision;
import io.github.keycloakapppasswords.verdict.Requester;
import java.util.Optional;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.provider.Provider;

/**
 * Decides whether a name and an app password are valid, for a gateway's dialect or Keycloak's own token endpoint. Makes no user
 * session, writes nothing, and reports nothing: the caller does.
 */
public interface ValidationProvider extends Provider {

    /**
     * @param realm the realm that the requester belongs to
     * @param requester the requester; the caller has authenticated it
     * @param submission the question of the requester
     * @return the decision; a failing user store throws nothing
     */
    Decision decide(RealmModel realm, Requester requester, Submission submission);

    /**
     * Finds the user of a submitted name, by the same rules. For reports, off the hot path.
     *
     * @return the user's internal id, or empty if the name is unknown or ambiguous
     */
    Optional<String> userId(RealmModel realm, String name);

    /**
     * The login identity of a user whom Keycloak has let in by other means than an app password, by the rules of
     * {@link #decide}: the user is enabled, has the role that the requester requires, and is not a service account.
     *
     * @return empty if the requester knows the user by no name, or would refuse the user
     */
    Optional<String> loginIdentity(RealmModel realm, Requester requester, UserModel user);

    /**
     * Whether a look-up of this user by Keycloak is safe: Keycloak deletes an imported user whom the storage does not have now,
     * and may fail while the storage is unavailable. For reports, off the hot path: asks the user's storage, for a few seconds
     * at most.
     *
     * @return {@code false} also if that is unknown now
     */
    boolean canBeAskedFor(RealmModel realm, String userId);

    /** The state of this node, for a load balancer that chooses a node. Costs no SQL. */
    NodeStatus node();

    /** The limits of this node for requests that query the database. */
    DatabaseBulkheads bulkheads();

    @Override
    default void close() {}
}
