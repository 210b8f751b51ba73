package io.github.keycloakapppasswords.validation;

import io.github.keycloakapppasswords.username.SharedNameException;
import java.util.Optional;

/**
 * The realm's users and its rules about them.
 *
 * <p>The store may return a user with a similar name (MariaDB compares without accents and trailing spaces); callers compare
 * the name of the result. A store that cannot answer throws.
 */
interface Accounts {

    /** Keycloak's internal id of the realm. */
    String realmId();

    /** @throws SharedNameException if two users have this name */
    Optional<Account> byUsername(String spelling);

    /**
     * By e-mail address, verified or not.
     *
     * @throws SharedNameException if two users have this address
     */
    Optional<Account> byEmail(String spelling);

    /** Whether an e-mail address belongs to one user at most and people may log in with it. */
    boolean emailIsLoginName();

    /** Whether the realm's user profile keeps owners from changing this attribute. */
    boolean ownersCannotEdit(String attribute);

    /** Whether an e-mail address can belong to one user only. */
    boolean emailsAreUnique();

    /** Whether a role of this internal id exists. */
    boolean isRole(String roleId);

    /** Folds a name: two names that are the same to Keycloak have the same folded text. */
    String fold(String name);
}
