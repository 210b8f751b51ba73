package io.github.keycloakapppasswords.store;

import io.github.keycloakapppasswords.credential.AppPasswordCredential;
import io.github.keycloakapppasswords.credential.AppPasswordCredentialModel;
import io.github.keycloakapppasswords.row.AppPasswordEntity;
import io.github.keycloakapppasswords.row.AppPasswordHistory;
import io.github.keycloakapppasswords.row.AppPasswordRows;
import io.github.keycloakapppasswords.row.Tombstone;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.cache.CachedUserModel;

/**
 * The app passwords of users, read through Keycloak's user cache.
 *
 * <p>The parsed records live on the cached user's own entry ({@code CachedUserModel.getCachedWith}), so that a warm read costs
 * no SQL and no parsing, and an eviction of the user evicts them too, on every node.
 *
 * <p><b>Security.</b> A credential counts only if this extension's own row was written for it: a record that was planted
 * through Keycloak's user import or directly in the credential table is ignored, and so is an unreadable record; both are
 * logged.
 */
public final class AppPasswordCredentials {

    private static final String CACHE_KEY = AppPasswordCredentials.class.getName();

    private final KeycloakSession session;

    public AppPasswordCredentials(KeycloakSession session) {
        this.session = session;
    }

    /** The user's app passwords, expired ones too; empty if there are none. */
    public List<AppPasswordCredential> of(RealmModel realm, UserModel user) {
        return known(realm, user).live();
    }

    /**
     * The user's app passwords that have ended, newest first, at most {@value AppPasswordRows#MOST_ENDED}; a row
     * whose credential is gone is one, however it went.
     */
    public List<Tombstone> tombstonesOf(RealmModel realm, UserModel user) {
        return known(realm, user).tombstones();
    }

    /** Whether the user's app passwords, those that have ended too, are known without asking the database. */
    public boolean areCached(UserModel user) {
        return user instanceof CachedUserModel cached
                && !cached.isMarkedForEviction()
                && cachedWith(cached).containsKey(CACHE_KEY);
    }

    private KnownAppPasswords known(RealmModel realm, UserModel user) {
        if (user instanceof CachedUserModel cached && !cached.isMarkedForEviction()) {
            return remembered(cachedWith(cached), realm, user);
        }
        return load(realm, user);
    }

    /** Not {@code computeIfAbsent}: loading may make a user storage put other values on the entry. */
    private KnownAppPasswords remembered(Map<Object, KnownAppPasswords> entry, RealmModel realm, UserModel user) {
        KnownAppPasswords known = entry.get(CACHE_KEY);
        if (known == null) {
            known = load(realm, user);
            entry.put(CACHE_KEY, known);
        }
        return known;
    }

    /** One app password of this user by its credential id; empty for another user's and for any other credential. */
    public Optional<AppPasswordCredential> find(RealmModel realm, UserModel user, String credentialId) {
        return of(realm, user).stream()
                .filter(credential -> credential.id().equals(credentialId))
                .findFirst();
    }

    /** The records of the user's app passwords, also of ended ones; read from the database. */
    public List<AppPasswordHistory> historyOf(RealmModel realm, UserModel user) {
        return new AppPasswordRows(session)
                .of(realm.getId(), user.getId()).stream()
                        .map(AppPasswordEntity::history)
                        .toList();
    }

    private KnownAppPasswords load(RealmModel realm, UserModel user) {
        List<CredentialModel> stored = user.credentialManager()
                .getStoredCredentialsByTypeStream(AppPasswordCredentialModel.TYPE)
                .toList();
        return KnownAppPasswords.read(stored, new AppPasswordRows(session).byState(realm.getId(), user.getId()));
    }

    @SuppressWarnings("unchecked") // Keycloak declares the raw type
    private static Map<Object, KnownAppPasswords> cachedWith(CachedUserModel user) {
        return (Map<Object, KnownAppPasswords>) user.getCachedWith();
    }
}
