package io.github.keycloakapppasswords.refusal;

import io.github.keycloakapppasswords.term.Protocol;
import java.time.Instant;

/**
 * A user who lately sent something else than an app password, most often the main password.
 *
 * @param userId Keycloak's internal id
 * @param protocol at which protocol
 * @param gateway the client id of the gateway that asked last
 * @param lastAt when, to within a day: what is sent again and again is written once a day
 */
public record NotMoved(String userId, Protocol protocol, String gateway, Instant lastAt) {}
