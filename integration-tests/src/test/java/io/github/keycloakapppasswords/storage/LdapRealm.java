package io.github.keycloakapppasswords.storage;

import static io.github.keycloakapppasswords.validation.Asking.IMAP;

import io.github.keycloakapppasswords.feed.Follower;
import io.github.keycloakapppasswords.stage.AppPasswordOnPaper;
import io.github.keycloakapppasswords.stage.Directory;
import io.github.keycloakapppasswords.stage.Gateway;
import io.github.keycloakapppasswords.stage.KeycloakServer;
import io.github.keycloakapppasswords.stage.Person;
import io.github.keycloakapppasswords.stage.Realm;
import io.github.keycloakapppasswords.validation.Asking;
import java.util.Map;

/** A realm with the users of a directory, and a gateway. */
final class LdapRealm implements AutoCloseable {

    private final Realm realm;
    private final Directory directory;
    private final Gateway gateway;
    private final Asking dovecot;

    /** @param importing whether Keycloak keeps a copy of each user */
    LdapRealm(KeycloakServer keycloak, Directory directory, boolean importing) {
        this.directory = directory;
        realm = Realm.create(keycloak);
        realm.setUp();
        gateway = realm.gateway("dovecot", IMAP);
        dovecot = Asking.as(realm, gateway);
        directory.federate(realm, importing);
    }

    Realm realm() {
        return realm;
    }

    /** Someone new in the directory, as Keycloak knows her. */
    Person person(String name) {
        return directory.person(realm, name);
    }

    AppPasswordOnPaper appPassword(Person person) {
        return realm.appPassword(person, "phone", IMAP);
    }

    int status(String name, AppPasswordOnPaper password) {
        return dovecot.status(name, password.secret());
    }

    Follower follower() {
        return new Follower(realm, gateway);
    }

    void clearUserCache() {
        realm.admin().post(realm.path("/clear-user-cache"), Map.of());
    }

    @Override
    public void close() {
        realm.close();
    }
}
