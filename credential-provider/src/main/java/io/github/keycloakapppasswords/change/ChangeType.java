package io.github.keycloakapppasswords.change;

import io.github.keycloakapppasswords.term.Quoted;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** The types of changes for gateways and nodes. Stored by {@link #id()}: types may be added, not renamed. */
public enum ChangeType {
    /** An app password was made. For nodes only: it makes nothing wrong that a gateway remembers. */
    MADE,
    /**
     * The user, the user's credentials or links were edited. For nodes only: an app password that ends by it is a separate
     * change.
     */
    USER_CHANGED,
    /** The realm, a client or an identity provider was edited. For nodes only. */
    SETTINGS_CHANGED,
    /** An app password was revoked. */
    REVOKED,
    /** An app password's time is over. */
    EXPIRED,
    /** The user has no second factor any more: the user's app passwords do not work. */
    SUSPENDED,
    /** The user has a second factor again. */
    RESUMED,
    USER_DISABLED,
    USER_ENABLED,
    USER_DELETED,
    /** The user may have lost the role that a gateway asks for. */
    ROLE_LOST,
    /** Something changed that may concern every user: the policy, a gateway's settings, a role, a group. */
    POLICY_CHANGED,
    /** Something changed that names neither users nor settings: everything remembered of the realm may be wrong. */
    RESET;

    private static final Set<ChangeType> FOR_NODES = EnumSet.of(MADE, USER_CHANGED, SETTINGS_CHANGED);

    private final String id = name().toLowerCase(Locale.ROOT);

    /** Lower case with underscores, 32 characters at most. */
    public String id() {
        return id;
    }

    /** Whether only Keycloak's nodes see the change; gateways do not see the change. */
    public boolean isForNodes() {
        return FOR_NODES.contains(this);
    }

    /** @throws IllegalArgumentException with a finished sentence for an unknown type */
    static ChangeType of(String id) {
        return Arrays.stream(values())
                .filter(type -> type.id.equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("CHANGE_TYPE " + Quoted.of(id) + " is unknown."));
    }
}
