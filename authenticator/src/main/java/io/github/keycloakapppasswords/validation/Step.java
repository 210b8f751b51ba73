package io.github.keycloakapppasswords.validation;

import io.github.keycloakapppasswords.verdict.Reason;
import java.util.Optional;

/** One question that every attempt must pass. */
@FunctionalInterface
interface Step {

    /**
     * Looks at the attempt, and notes down what later steps need.
     *
     * @return why the attempt is refused, or empty to go on
     */
    Optional<Reason> examine(Examination examination);

    /** Refuses for this reason unless the condition holds. */
    static Optional<Reason> require(boolean condition, Reason otherwise) {
        return condition ? Optional.empty() : Optional.of(otherwise);
    }
}
