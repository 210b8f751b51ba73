package io.github.keycloakapppasswords.userstorage;

import static io.github.keycloakapppasswords.validation.Asking.IMAP;

import io.github.keycloakapppasswords.feed.Follower;
import io.github.keycloakapppasswords.stage.AppPasswordOnPaper;
import io.github.keycloakapppasswords.stage.Directory;
import io.github.keycloakapppasswords.stage.Gateway;
import io.github.keycloakapppasswords.stage.Http;
import io.github.keycloakapppasswords.stage.HttpAnswer;
import io.github.keycloakapppasswords.stage.KeycloakServer;
import io.github.keycloakapppasswords.stage.Person;
import io.github.keycloakapppasswords.stage.Realm;
import io.github.keycloakapppasswords.validation.Asking;
import io.github.keycloakapppasswords.validation.Fixture;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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
        // Keycloak's e-mail listener looks up whomever an event names
        realm = Realm.create(keycloak, Map.of("eventsListeners", List.of("jboss-logging", "email")));
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

    /** The key of the link "This was not me" in the mail about this one. */
    String notMeKey(Person person, AppPasswordOnPaper password) {
        return new Fixture(realm)
                .sign(Map.of(
                        "typ",
                        "app-password-not-me",
                        "aud",
                        realm.admin().get(realm.path("")).path("id").asText(),
                        "sub",
                        person.id(),
                        "cid",
                        password.id(),
                        "exp",
                        Instant.now().plus(Duration.ofDays(1)).getEpochSecond()));
    }

    /** What opening that link says. */
    HttpAnswer openNotMe(String key) {
        return new Http()
                .send(HttpRequest.newBuilder(URI.create(realm.url() + "/app-passwords/not-me?key=" + key))
                        .build());
    }

    /** What the button on its page does. */
    HttpAnswer confirmNotMe(String key) {
        return new Http()
                .send(Http.withForm(
                        HttpRequest.newBuilder(URI.create(realm.url() + "/app-passwords/not-me")), Map.of("key", key)));
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
