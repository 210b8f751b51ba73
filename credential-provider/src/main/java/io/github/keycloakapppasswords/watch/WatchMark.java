package io.github.keycloakapppasswords.watch;

import io.github.keycloakapppasswords.transaction.OwnTransaction;
import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelDuplicateException;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * Marks an owner as watching, in the caches, when the transaction of the page has ended. A failure of the caches costs the news on the
 * page, and neither the page nor the app password.
 *
 * <p><b>Security.</b> A name that leads to another user too is left out: otherwise whoever has a user name that is another user's
 * e-mail address would see the sign-ins of that user.
 */
final class WatchMark extends AbstractKeycloakTransaction {

    private static final Logger LOG = Logger.getLogger(WatchMark.class);

    private static final int LAST_ASCII = 0x7f;

    private final OwnTransaction own;
    private final String realmId;
    private final String userId;
    private final String username;
    private final @Nullable String email;

    /** Reads the owner now, and marks later. */
    WatchMark(OwnTransaction own, RealmModel realm, UserModel owner) {
        this.own = own;
        this.realmId = realm.getId();
        this.userId = owner.getId();
        this.username = owner.getUsername();
        this.email = owner.isEmailVerified() && isKnownByEmail(realm) ? owner.getEmail() : null;
    }

    @Override
    protected void commitImpl() {
        try {
            own.run("marking an owner who watches", this::mark);
        } catch (RuntimeException | LinkageError e) {
            LOG.warnf(
                    "The owner of a new app password will not see its first sign-in: %s",
                    e.getClass().getName());
            LOG.debug("The failure of the watch", e);
        }
    }

    @Override
    protected void rollbackImpl() {
        // the page was not shown
    }

    private void mark(KeycloakSession session) {
        RealmModel realm = session.realms().getRealm(realmId);
        if (realm == null) {
            return;
        }
        session.getContext().setRealm(realm);
        List<String> names = new ArrayList<>();
        Stream.of(username, email == null ? "" : email)
                .filter(name -> !name.isEmpty() && isTheirsAlone(session, realm, name))
                .forEach(names::add);
        new WatchedSignIns(session).watch(realmId, userId, names);
    }

    /**
     * Validation finds users by their user name and by their e-mail address, in any case and normal form, and with both spellings of an
     * international domain. Names with such a domain are left out.
     */
    private boolean isTheirsAlone(KeycloakSession session, RealmModel realm, String name) {
        if (hasInternationalDomain(name)) {
            return false;
        }
        String lower = name.toLowerCase(Locale.ROOT);
        try {
            return Stream.of(name, Normalizer.normalize(lower, Form.NFC), Normalizer.normalize(lower, Form.NFD))
                    .distinct()
                    .flatMap(spelling -> users(session, realm, spelling))
                    .allMatch(found -> found.getId().equals(userId));
        } catch (ModelDuplicateException e) {
            // the users share the address since a time when the realm allowed that
            return false;
        }
    }

    static boolean hasInternationalDomain(String name) {
        int at = name.lastIndexOf('@');
        String domain = name.substring(at + 1).toLowerCase(Locale.ROOT);
        return at >= 0 && (domain.contains("xn--") || domain.codePoints().anyMatch(c -> c > LAST_ASCII));
    }

    private static Stream<UserModel> users(KeycloakSession session, RealmModel realm, String name) {
        boolean isAddress = isKnownByEmail(realm) && name.indexOf('@') >= 0;
        return Stream.concat(
                Stream.ofNullable(session.users().getUserByUsername(realm, name)),
                isAddress ? Stream.ofNullable(session.users().getUserByEmail(realm, name)) : Stream.empty());
    }

    /** As validation finds users. */
    private static boolean isKnownByEmail(RealmModel realm) {
        return realm.isLoginWithEmailAllowed() && !realm.isDuplicateEmailsAllowed();
    }
}
