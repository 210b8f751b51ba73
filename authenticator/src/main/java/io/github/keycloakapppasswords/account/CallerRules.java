package io.github.keycloakapppasswords.account;

import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.AccountRoles;
import org.keycloak.models.Constants;

/**
 * Decides who may call: a user who is signed in to the account console, for their own account.
 *
 * <p><b>Security.</b> Keycloak's verification came before: the token is valid and issued for this realm, its session is alive
 * and its user is enabled. A token of another client is refused whatever its audience: an application that a user authorized
 * must not reach the user's app passwords.
 */
final class CallerRules {

    private CallerRules() {}

    /** The kind of access. */
    enum Access {
        READ,
        CHANGE
    }

    /** Why the caller is refused. */
    enum Refusal {
        /** The token is not the account console's. */
        NOT_THE_ACCOUNT_CONSOLE,
        /** The session is an admin's, signed in as the user: it may look and change nothing. */
        IMPERSONATED,
        /** The user may not do that to their own account. */
        ROLE_MISSING
    }

    /**
     * The facts of a verified token.
     *
     * @param client the client to which the token was issued ({@code azp})
     * @param forAccount whether {@code account} is in its audience
     * @param serviceAccount whether its user is a client's service account
     * @param impersonated whether an admin is signed in as the user
     * @param roles of the client {@code account}
     */
    record Caller(
            @Nullable String client,
            boolean forAccount,
            boolean serviceAccount,
            boolean impersonated,
            Set<String> roles) {

        Caller {
            roles = Set.copyOf(roles);
        }

        boolean may(Access access) {
            return roles.contains(AccountRoles.MANAGE_ACCOUNT)
                    || (access == Access.READ && roles.contains(AccountRoles.VIEW_PROFILE));
        }
    }

    /** Why the caller may not do it; empty if it may. */
    static Optional<Refusal> refuse(Caller caller, Access access) {
        if (!Constants.ACCOUNT_CONSOLE_CLIENT_ID.equals(caller.client())
                || !caller.forAccount()
                || caller.serviceAccount()) {
            return Optional.of(Refusal.NOT_THE_ACCOUNT_CONSOLE);
        }
        if (!caller.may(access)) {
            return Optional.of(Refusal.ROLE_MISSING);
        }
        return caller.impersonated() && access == Access.CHANGE ? Optional.of(Refusal.IMPERSONATED) : Optional.empty();
    }
}
