package io.github.keycloakapppasswords.reporting;

import io.github.keycloakapppasswords.verdict.Attempt;
import io.github.keycloakapppasswords.verdict.Decision;

/** Hears of each decided attempt, in the thread that answers the gateway. */
interface DecidedAttempts {

    /** An attempt was decided. */
    void decided(String realmId, Attempt attempt, Decision decision);
}
