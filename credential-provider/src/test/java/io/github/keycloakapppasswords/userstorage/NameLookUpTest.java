package io.github.keycloakapppasswords.userstorage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.keycloakapppasswords.userstorage.NameLookUp.Presence;
import io.github.keycloakapppasswords.userstorage.UserCacheLookup.By;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.keycloak.component.ComponentModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserProvider;
import org.keycloak.storage.DatastoreProvider;
import org.keycloak.storage.StorageUnavailableException;
import org.keycloak.storage.UserStorageProvider;
import org.keycloak.storage.datastore.DefaultDatastoreProvider;
import org.keycloak.storage.user.ImportedUserValidation;
import org.keycloak.storage.user.UserLookupProvider;

/** Somebody whom this node has not cached, in a realm with one directory. */
class NameLookUpTest {

    private static final UserModel ALICE = fake(
            UserModel.class, method -> Map.of("isFederated", true, "getFederationLink", "directory", "isEnabled", true)
                    .get(method));

    /** What a directory says: to {@code validate} of whom it has, and to look-ups. */
    private interface Directory extends UserStorageProvider, UserLookupProvider, ImportedUserValidation {}

    private final List<Boolean> told = new ArrayList<>();

    private Presence presence(By by, @Nullable UserModel imported, @Nullable UserModel keycloaks, Directory directory) {
        ComponentModel component = new ComponentModel();
        component.setId("directory");
        RealmModel realm = fake(RealmModel.class, method -> switch (method) {
            case "getId" -> "realm";
            case "getComponent" -> component;
            case "getComponentsStream" -> Stream.of(component);
            default -> null;
        });
        return new NameLookUp(new Session(imported, keycloaks, directory, told).asKeycloaks(), realm)
                .presence(by, "alice");
    }

    /** Keycloak's own look-up would say that there is no such user, and may delete her. */
    @ParameterizedTest
    @EnumSource
    void doesNotKnowOfAnImportedUserWhoseDirectoryIsAway(By by) {
        assertThatThrownBy(() -> presence(by, ALICE, null, away())).isInstanceOf(StorageUnavailableException.class);
    }

    @ParameterizedTest
    @EnumSource
    void knowsThatAnImportedUserIsGoneIfTheDirectorySaysSo(By by) {
        assertThat(presence(by, ALICE, ALICE, thatHasNobody())).isEqualTo(Presence.GONE);
        assertThat(told).containsExactly(true);
    }

    /** Gateways may have heard that the user was gone. */
    @ParameterizedTest
    @EnumSource
    void tellsThatAnImportedUserIsThere(By by) {
        assertThat(presence(by, ALICE, ALICE, fake(Directory.class, method -> ALICE)))
                .isEqualTo(Presence.THERE);
        assertThat(told).containsExactly(false);
    }

    @ParameterizedTest
    @EnumSource
    void doesNotKnowOfSomebodyElseWhileTheDirectoryIsAway(By by) {
        assertThatThrownBy(() -> presence(by, null, null, away())).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @EnumSource
    void knowsNobodyIfTheDirectorySaysSo(By by) {
        assertThat(presence(by, null, null, thatHasNobody())).isEqualTo(Presence.NOBODY);
    }

    private static Directory away() {
        return fake(Directory.class, method -> {
            throw new IllegalStateException("the directory is away");
        });
    }

    private static Directory thatHasNobody() {
        return fake(Directory.class, method -> null);
    }

    /**
     * @param imported whom Keycloak's own storage has
     * @param keycloaks whom Keycloak's look-up finds, if it is asked
     */
    private record Session(
            @Nullable UserModel imported, @Nullable UserModel keycloaks, Directory directory, List<Boolean> told) {

        private KeycloakSession asKeycloaks() {
            return (KeycloakSession) Proxy.newProxyInstance(
                    KeycloakSession.class.getClassLoader(),
                    new Class<?>[] {KeycloakSession.class},
                    (self, method, arguments) -> switch (method.getName()) {
                        case "users" -> users(keycloaks);
                        case "getAttribute" -> directory;
                        case "getKeycloakSessionFactory" -> listening();
                        case "getProvider" ->
                            arguments[0] == DatastoreProvider.class
                                    ? new DefaultDatastoreProvider(null, (KeycloakSession) self)
                                    : users(imported);
                        default -> throw new AssertionError("Not expected: " + method);
                    });
        }

        private KeycloakSessionFactory listening() {
            return (KeycloakSessionFactory) Proxy.newProxyInstance(
                    KeycloakSessionFactory.class.getClassLoader(),
                    new Class<?>[] {KeycloakSessionFactory.class},
                    (self, method, arguments) -> {
                        told.add(((StorageStatus) arguments[0]).disabled());
                        return null;
                    });
        }

        private static UserProvider users(@Nullable UserModel user) {
            return fake(UserProvider.class, method -> user);
        }
    }

    private static <T> T fake(Class<T> type, Function<String, @Nullable Object> answers) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> answers.apply(method.getName())));
    }
}
