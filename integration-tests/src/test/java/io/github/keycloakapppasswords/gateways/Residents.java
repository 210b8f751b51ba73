package io.github.keycloakapppasswords.gateways;

import io.github.keycloakapppasswords.mail.MailRealm;
import io.github.keycloakapppasswords.stage.AppPasswordOnPaper;
import io.github.keycloakapppasswords.stage.KeycloakServer;
import io.github.keycloakapppasswords.stage.Person;
import io.github.keycloakapppasswords.stage.Realm;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The people of a realm, each with an app password for the protocol in question. */
final class Residents implements AutoCloseable {
    private final Realm realm;
    private final String protocol;

    Residents(KeycloakServer keycloak, String protocol) {
        this.realm = MailRealm.create(keycloak);
        this.protocol = protocol;
    }

    /** Somebody with an app password. */
    record Resident(Person person, AppPasswordOnPaper appPassword) {
        String name() {
            return person.username();
        }

        String secret() {
            return appPassword.secret();
        }
    }

    Realm realm() {
        return realm;
    }

    /** Makes somebody without a main password, since hashing one takes longer than everything else. */
    Resident make(String username) {
        return make(username, Map.of());
    }

    /** Makes somebody with these fields of a user's representation too, such as {@code email}. */
    Resident make(String username, Map<String, Object> more) {
        Map<String, Object> user = new LinkedHashMap<>(Map.of("username", username, "enabled", true));
        user.putAll(more);
        String id = realm.admin().post(realm.path("/users"), user).orElseThrow();
        return with(new Person(id, username, "", Optional.empty()));
    }

    /** Gives somebody an app password. */
    Resident with(Person person) {
        return new Resident(person, realm.appPassword(person, "Phone", protocol));
    }

    /** Gives somebody an app password for something else. */
    AppPasswordOnPaper forAnotherProtocol(Person person) {
        return realm.appPassword(person, "Other", List.of(), null, protocol.equals("ldap") ? "imap" : "ldap");
    }

    /** Whether Keycloak has an event of this type and reason. */
    boolean hasEvent(String type, String reason) {
        for (var event : realm.events(type)) {
            if (event.path("details").path("reason").asText().equals(reason)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() {
        realm.close();
    }
}
