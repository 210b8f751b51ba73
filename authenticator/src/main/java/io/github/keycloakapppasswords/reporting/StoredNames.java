package io.github.keycloakapppasswords.reporting;

import io.github.keycloakapppasswords.term.StorableText;
import io.github.keycloakapppasswords.username.LoginName;
import io.github.keycloakapppasswords.userstorage.RealmStorages;
import jakarta.persistence.EntityManager;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Finds the users of many submitted names by one or two reads of Keycloak's own table of users: nothing of a user is loaded, and
 * no user takes a place in Keycloak's cache.
 *
 * <p><b>Security.</b> For reports only. The rules are those of validation for the submitted spelling. A name in which this
 * class could differ from them is left undecided: an ambiguous name, a name with other spellings, and an unknown name where a user
 * storage may know it. Storages are not asked about a name that a user of Keycloak's own table has.
 */
final class StoredNames {

    private static final String BY_USERNAME = "select u.username, u.id from UserEntity u where u.realmId = :realmId"
            + " and u.username in :names and u.serviceAccountClientLink is null";

    private static final String BY_EMAIL = "select u.email, u.id, u.emailVerified from UserEntity u"
            + " where u.realmId = :realmId and u.email in :names and u.serviceAccountClientLink is null";

    private final KeycloakSession session;
    private final RealmModel realm;
    private final EntityManager entityManager;

    StoredNames(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
        this.entityManager = session.getProvider(JpaConnectionProvider.class).getEntityManager();
    }

    /**
     * Finds the users of these names.
     *
     * @param names some hundred at most
     * @return for each decided name its user's internal id, or empty for a name that no user has
     */
    Map<String, Optional<String>> find(Collection<String> names) {
        StorableText storable = new StorableText(session);
        Map<String, Optional<String>> decided = new HashMap<>();
        Map<String, LoginName> read = new LinkedHashMap<>();
        for (String name : names) {
            Optional<LoginName> login = LoginName.of(name, "").filter(value -> storable.canHold(value.value()));
            login.ifPresentOrElse(value -> read.put(name, value), () -> decided.put(name, Optional.empty()));
        }
        Map<String, Found> found =
                find(read.values().stream().map(StoredNames::fold).collect(Collectors.toSet()));
        boolean storages = new RealmStorages(session, realm).exist();
        read.forEach((name, login) -> {
            Found users = found.getOrDefault(fold(login), new Found());
            if (users.isOne()) {
                decided.put(name, users.ids.stream().findFirst());
            } else if (users.isNobody() && !storages && hasOneSpelling(login)) {
                decided.put(name, Optional.empty());
            }
        });
        return decided;
    }

    private Map<String, Found> find(Set<String> names) {
        Map<String, Found> found = new HashMap<>();
        for (Object[] row : rows(BY_USERNAME, names)) {
            at(found, row).ids.add(Objects.toString(row[1]));
        }
        boolean emailIsLoginName = realm.isLoginWithEmailAllowed() && !realm.isDuplicateEmailsAllowed();
        Set<String> emails = emailIsLoginName
                ? names.stream().filter(name -> name.indexOf('@') >= 0).collect(Collectors.toSet())
                : Set.of();
        for (Object[] row : rows(BY_EMAIL, emails)) {
            Found user = at(found, row);
            user.addresses++;
            if (Boolean.TRUE.equals(row[2])) {
                user.ids.add(Objects.toString(row[1]));
            }
        }
        return found;
    }

    private List<Object[]> rows(String query, Set<String> names) {
        return names.isEmpty()
                ? List.of()
                : entityManager
                        .createQuery(query, Object[].class)
                        .setParameter("realmId", realm.getId())
                        .setParameter("names", names)
                        .getResultList();
    }

    /** A database may take {@code böb} and {@code bob} for equal: the row counts for its own name. */
    private static Found at(Map<String, Found> found, Object[] row) {
        return found.computeIfAbsent(fold(Objects.toString(row[0])), name -> new Found());
    }

    private static boolean hasOneSpelling(LoginName login) {
        return login.spellings().stream().map(StoredNames::fold).distinct().count() == 1;
    }

    private static String fold(LoginName login) {
        return fold(login.value());
    }

    private static String fold(String name) {
        return KeycloakModelUtils.toLowerCaseSafe(name);
    }

    /** The users of one name. */
    private static final class Found {

        private final Set<String> ids = new HashSet<>();
        private int addresses;

        boolean isOne() {
            return ids.size() == 1 && addresses <= 1;
        }

        boolean isNobody() {
            return ids.isEmpty() && addresses <= 1;
        }
    }
}
