package io.github.keycloakapppasswords.refusal;

import io.github.keycloakapppasswords.term.Protocol;
import java.time.Instant;

/**
 * A user whose device recently sent something else than an app password, most often the main password.
 *
 * @param userId Keycloak's internal id
 * @param protocol the protocol
 * @param gateway the client id of the last gateway
 * @param lastAt the last time, to within a day: repeated tries are written once a day
 */
public record NotMoved(String userId, Protocol protocol, String gateway, Instant lastAt) {}
