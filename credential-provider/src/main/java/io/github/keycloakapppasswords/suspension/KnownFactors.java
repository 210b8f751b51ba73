package io.github.keycloakapppasswords.suspension;

import io.github.keycloakapppasswords.factor.FactorAbsence;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/** The remembered second factors of a cached user. Safe for use by several threads. */
final class KnownFactors {

    private final Set<String> types;
    private final AtomicBoolean noting = new AtomicBoolean();
    private volatile FactorAbsence absence;

    /**
     * @param types the user's credential types
     * @param absence as the database has it
     */
    KnownFactors(Set<String> types, FactorAbsence absence) {
        this.types = Set.copyOf(types);
        this.absence = absence;
    }

    boolean hasOneOf(Set<String> accepted) {
        return accepted.stream().anyMatch(types::contains);
    }

    FactorAbsence absence() {
        return absence;
    }

    /** Whether the caller is the one to write news of this user; it then says when it is {@link #noted} or failed. */
    boolean beginNoting() {
        return noting.compareAndSet(false, true);
    }

    /** The current state in the database. */
    void noted(FactorAbsence written) {
        absence = written;
        noting.set(false);
    }

    /** It could not be written: the next question tries again. */
    void notNoted() {
        noting.set(false);
    }
}
