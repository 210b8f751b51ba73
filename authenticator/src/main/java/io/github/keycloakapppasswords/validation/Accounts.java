package io.github.keycloakapppasswords.validation;

import io.github.keycloakapppasswords.username.SharedNameException;
import java.util.Optional;

/**
 * The realm's users and its rules about them.
 *
 * <p>The store may answer with a user of a merely similar name (MariaDB compares without accents and trailing spaces);
 * callers compare what was found. A store that cannot answer throws.
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

    /** Whether an e-mail address names one user at most and people may log in with it. */
    boolean emailIsLoginName();

    /** Whether the realm's user profile keeps owners from changing this attribute. */
    boolean ownersCannotEdit(String attribute);

    /** Whether an e-mail address can be that of one user only. */
    boolean emailsAreUnique();

    /** Whether there is a role of this internal id. */
    boolean isRole(String roleId);

    /** Two names that are the same to Keycloak are the same text after this. */
    String fold(String name);
}
