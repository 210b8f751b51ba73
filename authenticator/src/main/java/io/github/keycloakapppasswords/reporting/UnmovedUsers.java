package io.github.keycloakapppasswords.reporting;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The users behind attempts with something else than an app password, and where they are noted. */
interface UnmovedUsers {

    /**
     * The result of one look-up of many names.
     *
     * @param users for each decided attempt its user's internal id, or empty if its name is unknown
     * @param realmsWithEvents the realms in which the event of a refusal would reach a store or a listener
     */
    record LookUp(Map<UnmovedAttempt, Optional<String>> users, Set<String> realmsWithEvents) {}

    /**
     * An attempt whose user was found.
     *
     * @param userId Keycloak's internal id
     */
    record Found(UnmovedAttempt attempt, String userId) {}

    /** Looks many names up, by a query or two for each realm. Attempts that are missing in the result need {@link #search}. */
    LookUp lookUp(List<UnmovedAttempt> attempts);

    /** Looks one name up by all rules: other spellings, and user storages. Empty if the name is unknown or ambiguous. */
    Optional<String> search(UnmovedAttempt attempt);

    /** Notes the users and their last refusal, by one transaction for each realm. */
    void note(List<Found> found);
}
