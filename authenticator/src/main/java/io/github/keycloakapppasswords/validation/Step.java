package io.github.keycloakapppasswords.validation;

import io.github.keycloakapppasswords.verdict.Reason;
import java.util.Optional;

/** One check that every attempt must pass. */
@FunctionalInterface
interface Step {

    /**
     * Checks the attempt, and stores results that later steps need.
     *
     * @return why the attempt is refused, or empty to go on
     */
    Optional<Reason> examine(Examination examination);

    /** Refuses for this reason unless the condition holds. */
    static Optional<Reason> require(boolean condition, Reason otherwise) {
        return condition ? Optional.empty() : Optional.of(otherwise);
    }
}
