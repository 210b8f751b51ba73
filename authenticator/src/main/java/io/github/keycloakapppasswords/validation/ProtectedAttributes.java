package io.github.keycloakapppasswords.validation;

import java.util.Set;
import org.keycloak.models.KeycloakSession;
import org.keycloak.representations.userprofile.config.UPAttribute;
import org.keycloak.representations.userprofile.config.UPAttributePermissions;
import org.keycloak.representations.userprofile.config.UPConfig;
import org.keycloak.representations.userprofile.config.UPConfig.UnmanagedAttributePolicy;
import org.keycloak.userprofile.UserProfileProvider;

/**
 * The user attributes that owners cannot change, by the user profile of the realm in the session's context.
 *
 * <p><b>Security.</b> A login identity from an attribute opens that mailbox, so a user who can write the attribute can open
 * every mailbox. An attribute without a rule in the profile is safe unless the profile lets owners write such attributes.
 */
public final class ProtectedAttributes {

    /** The role name for a user's own account in Keycloak's user profile. */
    private static final String OWNER = "user";

    private static final Set<UnmanagedAttributePolicy> WRITABLE_BY_OWNERS = Set.of(UnmanagedAttributePolicy.ENABLED);

    private final KeycloakSession session;

    public ProtectedAttributes(KeycloakSession session) {
        this.session = session;
    }

    /** Whether no owner can write this attribute of their own account. */
    public boolean contains(String attribute) {
        UPConfig profile = session.getProvider(UserProfileProvider.class).getConfiguration();
        UPAttribute managed = profile.getAttribute(attribute);
        if (managed == null) {
            UnmanagedAttributePolicy policy = profile.getUnmanagedAttributePolicy();
            return policy == null || !WRITABLE_BY_OWNERS.contains(policy);
        }
        UPAttributePermissions permissions = managed.getPermissions();
        return permissions == null || !permissions.getEdit().contains(OWNER);
    }
}
