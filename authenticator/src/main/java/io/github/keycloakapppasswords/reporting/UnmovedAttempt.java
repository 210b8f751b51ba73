package io.github.keycloakapppasswords.reporting;

import io.github.keycloakapppasswords.verdict.Attempt;
import java.time.Instant;

/**
 * An attempt with something else than an app password, whose user is still to be looked up.
 *
 * @param key the realm, name and protocol as {@link UnmovedAttempts} remembers them
 * @param realmId the realm's internal id
 * @param clientId the gateway
 * @param name the submitted name
 * @param attempt the attempt of that name
 * @param at when it was decided
 */
record UnmovedAttempt(long key, String realmId, String clientId, String name, Attempt attempt, Instant at) {}
