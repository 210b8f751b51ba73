package io.github.keycloakapppasswords.validation;

import io.github.keycloakapppasswords.credential.AppPasswordCredential;
import io.github.keycloakapppasswords.row.Tombstone;
import io.github.keycloakapppasswords.store.AppPasswordCredentials;
import io.github.keycloakapppasswords.suspension.SecondFactors;
import io.github.keycloakapppasswords.transaction.DatabaseBulkhead;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;
import org.keycloak.models.UserModel;

/** Adapts a Keycloak user to {@link Account}. */
final class KeycloakAccount implements Account {

    private final KeycloakSession session;
    private final RealmModel realm;
    private final UserModel user;
    private final DatabaseBulkhead.Turn turn;

    KeycloakAccount(KeycloakSession session, RealmModel realm, UserModel user, DatabaseBulkhead.Turn turn) {
        this.session = session;
        this.realm = realm;
        this.user = user;
        this.turn = turn;
    }

    @Override
    public String id() {
        return user.getId();
    }

    @Override
    public String username() {
        return user.getUsername();
    }

    @Override
    public @Nullable String email() {
        return user.getEmail();
    }

    @Override
    public boolean emailVerified() {
        return user.isEmailVerified();
    }

    @Override
    public boolean enabled() {
        return user.isEnabled();
    }

    @Override
    public boolean serviceAccount() {
        return user.getServiceAccountClientLink() != null;
    }

    @Override
    public List<String> attribute(String name) {
        return user.getAttributeStream(name).toList();
    }

    @Override
    public List<AppPasswordCredential> appPasswords() {
        return known().of(realm, user);
    }

    @Override
    public List<Tombstone> tombstones() {
        return known().tombstonesOf(realm, user);
    }

    private AppPasswordCredentials known() {
        AppPasswordCredentials credentials = new AppPasswordCredentials(session);
        if (!credentials.areCached(user)) {
            turn.take();
        }
        return credentials;
    }

    @Override
    public boolean suspended(Instant now) {
        return new SecondFactors(session).suspend(realm, user, now);
    }

    @Override
    public boolean hasRole(String roleId) {
        RoleModel role = realm.getRoleById(roleId);
        return role != null && user.hasRole(role);
    }
}
