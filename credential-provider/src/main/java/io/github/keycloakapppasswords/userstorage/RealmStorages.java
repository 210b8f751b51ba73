package io.github.keycloakapppasswords.userstorage;

import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.component.ComponentFactory;
import org.keycloak.component.ComponentModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.ComponentUtil;
import org.keycloak.storage.UserStorageProvider;
import org.keycloak.storage.UserStorageProviderFactory;
import org.keycloak.storage.UserStorageProviderModel;

/** The user storages of one realm, without Keycloak's manager, which reports a failing storage as "user not found". */
public record RealmStorages(KeycloakSession session, RealmModel realm) {

    /** Whether the realm has a user storage, enabled or not. Costs no SQL. */
    public boolean exist() {
        return realm.getComponentsStream(realm.getId(), UserStorageProvider.class.getName())
                .findAny()
                .isPresent();
    }

    /** The enabled storages with this ability. */
    <T> Stream<T> all(Class<T> ability) {
        return realm.getComponentsStream(realm.getId(), UserStorageProvider.class.getName())
                .flatMap(component -> of(component).stream())
                .filter(ability::isInstance)
                .map(ability::cast);
    }

    /** One storage; empty if it was removed or is disabled. */
    Optional<UserStorageProvider> of(@Nullable String componentId) {
        ComponentModel component = componentId == null ? null : realm.getComponent(componentId);
        return component == null ? Optional.empty() : of(component);
    }

    /** The session's provider, which Keycloak keeps as an attribute: a directory's mappers look for it there (26.7.4). */
    private Optional<UserStorageProvider> of(ComponentModel component) {
        if (!new UserStorageProviderModel(component).isEnabled()) {
            return Optional.empty();
        }
        if (session.getAttribute(component.getId()) instanceof UserStorageProvider known) {
            return Optional.of(known);
        }
        ComponentFactory<?, ?> factory = ComponentUtil.getComponentFactory(session, component);
        if (!(factory instanceof UserStorageProviderFactory<?> storages)) {
            return Optional.empty();
        }
        UserStorageProvider provider = storages.create(session, component);
        session.setAttribute(component.getId(), provider);
        session.enlistForClose(provider);
        return Optional.of(provider);
    }
}
