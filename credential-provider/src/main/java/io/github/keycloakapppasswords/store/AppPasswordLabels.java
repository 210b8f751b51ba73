package io.github.keycloakapppasswords.store;

import io.github.keycloakapppasswords.credential.AppPasswordCredentialModel;
import io.github.keycloakapppasswords.row.AppPasswordRows;
import io.github.keycloakapppasswords.term.Label;
import io.github.keycloakapppasswords.term.StorableText;
import io.github.keycloakapppasswords.transaction.OwnTransaction;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.ModelDuplicateException;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.cache.CachedUserModel;

/**
 * Renames app passwords, the credential and the row beside it, so that a tombstone has the name that its owner knows. In an
 * {@link OwnTransaction}, committed when {@link #rename} returns.
 *
 * <p><b>Security.</b> Touches credentials of the type {@code app-password} only, and of the given user only. Holds the
 * user's owner row, as making one does, so that two requests on any nodes cannot give two of them one name. Decides
 * nothing about who may rename: that is the caller's.
 */
public final class AppPasswordLabels {

    private final KeycloakSessionFactory factory;

    public AppPasswordLabels(KeycloakSessionFactory factory) {
        this.factory = factory;
    }

    /** The result of a renaming. */
    public enum Outcome {
        RENAMED,
        /** This user has no app password of that id. */
        NOT_FOUND,
        /** Another app password of this user has that label, in any case. */
        TAKEN,
        /** The label has a character that the database cannot keep, see {@link StorableText}. */
        NOT_STORABLE
    }

    /** Renames one. Unless the outcome is {@link Outcome#RENAMED}, nothing was changed. */
    public Outcome rename(String realmId, String userId, String credentialId, Label label) {
        try {
            return new OwnTransaction(factory)
                    .call("renaming an app password", session -> rename(session, realmId, userId, credentialId, label));
        } catch (ModelDuplicateException e) {
            if (isLabelTaken(e)) {
                return Outcome.TAKEN;
            }
            throw e;
        }
    }

    /** Keycloak's store checks labels, too: it says so by naming the field. */
    static boolean isLabelTaken(ModelDuplicateException e) {
        return CredentialModel.USER_LABEL.equals(e.getDuplicateFieldName());
    }

    private static Outcome rename(
            KeycloakSession session, String realmId, String userId, String credentialId, Label label) {
        if (!new StorableText(session).canHold(label.value())) {
            return Outcome.NOT_STORABLE;
        }
        AppPasswordRows rows = new AppPasswordRows(session);
        // before anything is read
        rows.lockOwner(userId);
        RealmModel realm = session.realms().getRealm(realmId);
        session.getContext().setRealm(realm);
        UserModel user = realm == null ? null : session.users().getUserById(realm, userId);
        if (user == null) {
            return Outcome.NOT_FOUND;
        }
        forgetCached(user);
        CredentialModel stored = user.credentialManager().getStoredCredentialById(credentialId);
        if (stored == null || !AppPasswordCredentialModel.TYPE.equals(stored.getType())) {
            return Outcome.NOT_FOUND;
        }
        if (isTaken(user, credentialId, label)) {
            return Outcome.TAKEN;
        }
        user.credentialManager().updateCredentialLabel(credentialId, label.value());
        rows.rename(realmId, userId, credentialId, label);
        return Outcome.RENAMED;
    }

    private static boolean isTaken(UserModel user, String credentialId, Label label) {
        return user.credentialManager()
                .getStoredCredentialsByTypeStream(AppPasswordCredentialModel.TYPE)
                .filter(stored -> !credentialId.equals(stored.getId()))
                .anyMatch(stored -> label.sameNameAs(stored.getUserLabel()));
    }

    /** Another node may have made or renamed one a moment ago. */
    private static void forgetCached(UserModel user) {
        if (user instanceof CachedUserModel cached) {
            cached.invalidate();
        }
    }
}
