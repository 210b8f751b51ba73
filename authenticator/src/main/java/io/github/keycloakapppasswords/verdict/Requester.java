package io.github.keycloakapppasswords.verdict;

import io.github.keycloakapppasswords.term.Protocol;
import io.github.keycloakapppasswords.username.NameComparison;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who asks, already authenticated, and on what terms.
 *
 * @param clientId the client's id, as events name it
 * @param protocols what it may ask for, never empty
 * @param loginIdentity how it knows users
 * @param nameComparison how the service behind it compares names
 * @param requiredRoleId the internal id of the role that a user must have, or {@code null} for none
 * @param masterUserSeparator what separates a user from a master user at this gateway; empty for none
 * @param clientAddress what its word about the end client's address counts
 */
public record Requester(
        String clientId,
        Set<Protocol> protocols,
        LoginIdentity loginIdentity,
        NameComparison nameComparison,
        @Nullable String requiredRoleId,
        String masterUserSeparator,
        ClientAddress clientAddress) {

    /** What a gateway's word about the end client's address counts. */
    public enum ClientAddress {
        /** It counts if it is there; without it a network rule refuses. */
        OPTIONAL,
        /** The gateway must send one: a question without it is the gateway's fault, not the user's. */
        REQUIRED,
        /** It is no address, or not to be believed: as if none was sent. */
        IGNORED
    }

    /** The separator that Dovecot's documentation uses; no user name of a stock Keycloak holds it. */
    public static final String DEFAULT_MASTER_USER_SEPARATOR = "*";
}
