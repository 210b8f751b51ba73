package io.github.keycloakapppasswords.watch;

import io.github.keycloakapppasswords.transaction.DatabaseBulkhead;
import io.github.keycloakapppasswords.transaction.OwnTransaction;
import io.github.keycloakapppasswords.userstorage.FreshUsers;
import io.github.keycloakapppasswords.userstorage.UserNames;
import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelDuplicateException;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * The names by which a gateway may name an owner who watches. Each look-up is a transaction: a failure costs one name.
 *
 * <p><b>Security.</b> A name that leads to another user too is left out: otherwise whoever has a user name that is another user's
 * e-mail address would see the sign-ins of that user. A name that cannot be looked up is left out, too.
 */
final class OwnerNames {

    private static final int LAST_ASCII = 0x7f;

    /**
     * The names that were found.
     *
     * @param failure why another name was not found, or {@code null}
     */
    record Found(Set<String> names, @Nullable RuntimeException failure) {}

    private final OwnTransaction own;
    private final FreshUsers users;

    /** @param users limits the time of a look-up in a directory */
    OwnerNames(OwnTransaction own, FreshUsers users) {
        this.own = own;
        this.users = users;
    }

    /** @throws RuntimeException if the owner cannot be read */
    Found of(WatchBegun owner) {
        List<String> names = inRealm(owner, List.of(), (session, realm) -> {
            Optional<UserNames> read = users.namesOf(session, realm, owner.userId());
            return Stream.concat(
                            read.map(UserNames::username).stream(),
                            read.filter(any -> isKnownByEmail(realm)).flatMap(UserNames::verifiedEmail).stream())
                    .toList();
        });
        return theirsAlone(names, name -> isTheirsAlone(owner, name));
    }

    /** A name about which the question fails is left out, and the others are kept. */
    static Found theirsAlone(List<String> names, Predicate<String> isTheirsAlone) {
        Set<String> found = new HashSet<>();
        RuntimeException failure = null;
        for (String name : names) {
            try {
                if (!hasInternationalDomain(name) && isTheirsAlone.test(name)) {
                    found.add(name);
                }
            } catch (RuntimeException e) {
                failure = e;
            }
        }
        return new Found(found, failure);
    }

    /** Validation finds users with both spellings of such a domain; another user may have the other spelling. */
    static boolean hasInternationalDomain(String name) {
        int at = name.lastIndexOf('@');
        String domain = name.substring(at + 1).toLowerCase(Locale.ROOT);
        return at >= 0 && (domain.contains("xn--") || domain.codePoints().anyMatch(c -> c > LAST_ASCII));
    }

    /** Validation finds users by their user name and by their e-mail address, in any case and normal form. */
    private boolean isTheirsAlone(WatchBegun owner, String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return Stream.of(name, Normalizer.normalize(lower, Form.NFC), Normalizer.normalize(lower, Form.NFD))
                .distinct()
                .allMatch(spelling ->
                        inRealm(owner, false, (session, realm) -> leadsToNobodyElse(session, realm, spelling, owner)));
    }

    private boolean leadsToNobodyElse(KeycloakSession session, RealmModel realm, String name, WatchBegun owner) {
        try {
            return isNobodyElse(users.byUsername(session, realm, name, DatabaseBulkhead.unbounded()), owner)
                    && (name.indexOf('@') < 0
                            || isNobodyElse(users.byEmail(session, realm, name, DatabaseBulkhead.unbounded()), owner));
        } catch (ModelDuplicateException e) {
            // the users share the address since a time when the realm allowed that
            return false;
        }
    }

    private static boolean isNobodyElse(@Nullable UserModel found, WatchBegun owner) {
        return found == null || found.getId().equals(owner.userId());
    }

    private <T> T inRealm(WatchBegun owner, T noRealm, BiFunction<KeycloakSession, RealmModel, T> work) {
        return own.call("looking up the names of an owner who watches", session -> {
            RealmModel realm = session.realms().getRealm(owner.realmId());
            if (realm == null) {
                return noRealm;
            }
            session.getContext().setRealm(realm);
            return work.apply(session, realm);
        });
    }

    /** As validation finds users. */
    private static boolean isKnownByEmail(RealmModel realm) {
        return realm.isLoginWithEmailAllowed() && !realm.isDuplicateEmailsAllowed();
    }
}
