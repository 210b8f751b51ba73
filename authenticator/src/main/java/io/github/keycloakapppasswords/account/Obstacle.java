package io.github.keycloakapppasswords.account;

import io.github.keycloakapppasswords.policy.Policy;
import io.github.keycloakapppasswords.proof.FactorLog;
import io.github.keycloakapppasswords.proof.Lockout;
import io.github.keycloakapppasswords.proof.UserFactors;
import java.util.Locale;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;

/**
 * Why the required action would refuse this owner, as far as that is known before the action begins: for the owner's page, which says
 * so before and after it. A hint only: the action decides anew.
 */
enum Obstacle {
    /** Too many wrong answers: for a while. */
    LOCKED,
    /** The owner, or a reader of the owner's mail, said that a change of a second factor was not theirs: until an admin acts. */
    STOPPED,
    /** The owner has no second factor that the policy accepts, and the policy does not let owners set one up there. */
    SECOND_FACTOR;

    private static final Logger LOG = Logger.getLogger(Obstacle.class);

    /** The value in JSON; {@code null} without an obstacle, and if a user storage is away: the list must come. */
    static @Nullable String of(KeycloakSession session, Owner owner) {
        try {
            Obstacle obstacle = find(session, owner);
            return obstacle == null ? null : obstacle.name().toLowerCase(Locale.ROOT);
        } catch (RuntimeException e) {
            LOG.debug("A user storage does not say which second factors a user has", e);
            return null;
        }
    }

    private static @Nullable Obstacle find(KeycloakSession session, Owner owner) {
        if (Lockout.error(session, owner.realm(), owner.user()) != null) {
            return LOCKED;
        }
        if (FactorLog.of(session, owner.realm(), owner.user()).history().isStopped()) {
            return STOPPED;
        }
        Optional<Policy> policy = Policy.ifValid(owner.realm());
        boolean needsFactor = policy.filter(valid -> !valid.enrolmentOffered())
                .filter(valid -> UserFactors.of(session, owner.realm(), owner.user())
                        .accepted(valid.acceptedTypes())
                        .isEmpty())
                .isPresent();
        return needsFactor ? SECOND_FACTOR : null;
    }
}
