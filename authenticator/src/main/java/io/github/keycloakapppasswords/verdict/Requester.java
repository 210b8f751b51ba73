package io.github.keycloakapppasswords.verdict;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.keycloakapppasswords.term.Protocol;
import io.github.keycloakapppasswords.username.NameComparison;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The authenticated requester of a validation, and its rights.
 *
 * @param clientId the client's id in events
 * @param protocols the protocols that the requester may ask for, never empty
 * @param loginIdentity the name by which the requester knows users
 * @param nameComparison how the service behind the requester compares names
 * @param requiredRoleId the internal id of the role that a user must have, or {@code null} for none
 * @param masterUserSeparator the separator in a master user's login at this gateway; empty for none
 * @param clientAddress how far the end client's address from the requester counts
 */
public record Requester(
        String clientId,
        Set<Protocol> protocols,
        LoginIdentity loginIdentity,
        NameComparison nameComparison,
        @Nullable String requiredRoleId,
        String masterUserSeparator,
        ClientAddress clientAddress) {

    /** How far a gateway's statement of the end client's address counts. */
    public enum ClientAddress {
        /** It counts if it is there; without it a network rule refuses. */
        @JsonProperty("optional")
        OPTIONAL,
        /** The gateway must send one: a question without it is the gateway's fault, not the user's. */
        @JsonProperty("required")
        REQUIRED,
        /** The address is not sent or not trustworthy: it counts as missing. */
        @JsonProperty("ignored")
        IGNORED
    }

    /** The separator that Dovecot's documentation uses; no user name of a stock Keycloak holds it. */
    public static final String DEFAULT_MASTER_USER_SEPARATOR = "*";
}
