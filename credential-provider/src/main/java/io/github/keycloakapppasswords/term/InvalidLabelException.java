package io.github.keycloakapppasswords.term;

import io.github.keycloakapppasswords.term.Label.Problem;

/** A label that a person typed cannot be taken; {@link #problem()} says why. */
public final class InvalidLabelException extends IllegalArgumentException {

    private final Problem problem;

    InvalidLabelException(Problem problem) {
        super(
                switch (problem) {
                    case EMPTY -> "A label needs at least one character.";
                    case TOO_LONG -> "A label has at most " + Label.LONGEST + " characters.";
                    case FORBIDDEN_CHARACTER -> "A label has no control characters and no marks that turn text around.";
                });
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }
}
