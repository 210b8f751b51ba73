package io.github.keycloakapppasswords.validation;

import io.github.keycloakapppasswords.node.NodeStatus;
import io.github.keycloakapppasswords.verdict.Decision;
import io.github.keycloakapppasswords.verdict.Requester;
import java.util.Optional;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.provider.Provider;

/**
 * Decides whether a name and an app password are good, for whatever asks: a gateway's dialect or Keycloak's own token
 * endpoint. Makes no user session, writes nothing, and reports nothing: the caller does.
 */
public interface ValidationProvider extends Provider {

    /**
     * @param realm the realm that the requester belongs to
     * @param requester who asks; the caller has authenticated it
     * @param submission what it asks
     * @return the decision; never throws for what a user store does
     */
    Decision decide(RealmModel realm, Requester requester, Submission submission);

    /**
     * Whom a submitted name means, by the same rules. For reports, off the hot path.
     *
     * @return the user's internal id, or empty if the name means nobody or two
     */
    Optional<String> userId(RealmModel realm, String name);

    /**
     * The login identity of a user whom Keycloak has let in by other means than an app password, by the same rules as in
     * {@link #decide}: the user is enabled, has the role that the requester requires, and is not a service account.
     *
     * @return empty if the requester knows the user by no name, or would refuse the user
     */
    Optional<String> loginIdentity(RealmModel realm, Requester requester, UserModel user);

    /**
     * Whether Keycloak can be asked for this user: it deletes an imported one whom her storage does not have now, and may fail
     * for one whose storage is away. For reports, off the hot path: her storage is asked, for a few seconds at most.
     *
     * @return {@code false} also if that cannot be said now
     */
    boolean canBeAskedFor(RealmModel realm, String userId);

    /** What this node knows about itself, for whoever chooses the node that gets the next question. Costs no SQL. */
    NodeStatus node();

    @Override
    default void close() {}
}
