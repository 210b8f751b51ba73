package io.github.keycloakapppasswords.validation;

import io.github.keycloakapppasswords.term.StorableText;
import io.github.keycloakapppasswords.transaction.DatabaseBulkhead;
import io.github.keycloakapppasswords.username.SharedNameException;
import io.github.keycloakapppasswords.userstorage.UserSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelDuplicateException;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.models.utils.StorageUnavailableUserModelDelegate;
import org.keycloak.storage.StorageUnavailableException;

/** The users of one realm, as Keycloak's user cache and stores answer. */
final class KeycloakAccounts implements Accounts {

    private final KeycloakSession session;
    private final RealmModel realm;
    private final UserSource users;
    private final DatabaseBulkhead.Turn turn;

    /** @param turn is taken before the database is asked for what Keycloak has not cached */
    KeycloakAccounts(KeycloakSession session, RealmModel realm, UserSource users, DatabaseBulkhead.Turn turn) {
        this.session = session;
        this.realm = realm;
        this.users = users;
        this.turn = turn;
    }

    @Override
    public String realmId() {
        return realm.getId();
    }

    @Override
    public Optional<Account> byUsername(String spelling) {
        return look(spelling, () -> users.byUsername(session, realm, spelling, turn));
    }

    @Override
    public Optional<Account> byEmail(String spelling) {
        return look(spelling, () -> users.byEmail(session, realm, spelling, turn));
    }

    /** A name that the database cannot store has no user; a query for the name would fail like an unavailable database. */
    private Optional<Account> look(String spelling, Supplier<@Nullable UserModel> lookUp) {
        if (!new StorableText(session).canHold(spelling)) {
            return Optional.empty();
        }
        try {
            return account(lookUp.get());
        } catch (ModelDuplicateException e) {
            throw new SharedNameException(e);
        } catch (StorageUnavailableException e) {
            // The failure comes from the thread of a user storage.
            if (e.getCause() instanceof ModelDuplicateException) {
                throw new SharedNameException(e);
            }
            throw e;
        }
    }

    @Override
    public boolean emailIsLoginName() {
        return realm.isLoginWithEmailAllowed() && !realm.isDuplicateEmailsAllowed();
    }

    @Override
    public boolean ownersCannotEdit(String attribute) {
        return new ProtectedAttributes(session).contains(attribute);
    }

    @Override
    public boolean emailsAreUnique() {
        return !realm.isDuplicateEmailsAllowed();
    }

    @Override
    public boolean isRole(String roleId) {
        return realm.getRoleById(roleId) != null;
    }

    @Override
    public String fold(String name) {
        return KeycloakModelUtils.toLowerCaseSafe(name);
    }

    /**
     * Keycloak returns a disabled stand-in for a user of an unavailable storage: a stand-in says nothing about the user.
     *
     * @throws StorageUnavailableException for a stand-in
     */
    private Optional<Account> account(@Nullable UserModel user) {
        if (user instanceof StorageUnavailableUserModelDelegate) {
            throw new StorageUnavailableException("The storage of a user is unavailable.");
        }
        return Optional.ofNullable(user).map(found -> new KeycloakAccount(session, realm, found, turn));
    }
}
