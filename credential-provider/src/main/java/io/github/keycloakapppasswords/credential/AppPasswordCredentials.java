package io.github.keycloakapppasswords.credential;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.cache.CachedUserModel;

/**
 * The app passwords of users, read through Keycloak's user cache.
 *
 * <p>The parsed records live on the cached user's own entry ({@code CachedUserModel.getCachedWith}), so that a warm
 * read costs no SQL and no parsing, and whatever evicts the user evicts them, on every node.
 *
 * <p><b>Security.</b> A credential counts only if this extension's own row was written for it: a record that somebody
 * planted through Keycloak's user import or straight in the credential table is left out, and so is one that cannot
 * be read; both are logged.
 */
public final class AppPasswordCredentials {

    private static final Logger LOG = Logger.getLogger(AppPasswordCredentials.class);

    private static final String CACHE_KEY = AppPasswordCredentials.class.getName();

    private final KeycloakSession session;

    public AppPasswordCredentials(KeycloakSession session) {
        this.session = session;
    }

    /** The user's app passwords, expired ones too; empty if there are none. */
    public List<AppPasswordCredential> of(RealmModel realm, UserModel user) {
        if (user instanceof CachedUserModel cached && !cached.isMarkedForEviction()) {
            return remembered(cachedWith(cached), realm, user);
        }
        return load(realm, user);
    }

    /** Not {@code computeIfAbsent}: loading may bring a user storage to put something of its own on the entry. */
    private List<AppPasswordCredential> remembered(
            Map<Object, List<AppPasswordCredential>> entry, RealmModel realm, UserModel user) {
        List<AppPasswordCredential> known = entry.get(CACHE_KEY);
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

    /** What is known of the user's app passwords, those that have ended too; read from the database. */
    public List<AppPasswordHistory> historyOf(RealmModel realm, UserModel user) {
        return new AppPasswordRows(session)
                .of(realm.getId(), user.getId()).stream()
                        .map(AppPasswordEntity::history)
                        .toList();
    }

    private List<AppPasswordCredential> load(RealmModel realm, UserModel user) {
        List<CredentialModel> stored = user.credentialManager()
                .getStoredCredentialsByTypeStream(AppPasswordCredentialModel.TYPE)
                .toList();
        if (stored.isEmpty()) {
            return List.of();
        }
        List<AppPasswordEntity> rows = new AppPasswordRows(session).of(realm.getId(), user.getId());
        List<AppPasswordCredential> usable = new ArrayList<>();
        for (CredentialModel model : stored) {
            read(model).filter(credential -> isIssuedHere(credential, rows)).ifPresent(usable::add);
        }
        return List.copyOf(usable);
    }

    private static Optional<AppPasswordCredential> read(CredentialModel model) {
        try {
            return Optional.of(AppPasswordCredentialModel.read(model));
        } catch (UnreadableCredentialException e) {
            LOG.errorf("%s It is refused until it is revoked or this release can read it.", e.getMessage());
            return Optional.empty();
        }
    }

    private static boolean isIssuedHere(AppPasswordCredential credential, List<AppPasswordEntity> rows) {
        boolean issued = rows.stream().anyMatch(row -> row.isOf(credential));
        if (!issued) {
            LOG.errorf(
                    "The app password %s was not issued by this server, or changed since: it is refused. Revoke it,"
                            + " and ask who put it there.",
                    credential.id());
        }
        return issued;
    }

    @SuppressWarnings("unchecked") // Keycloak declares the raw type
    private static Map<Object, List<AppPasswordCredential>> cachedWith(CachedUserModel user) {
        return (Map<Object, List<AppPasswordCredential>>) user.getCachedWith();
    }
}
