package io.github.keycloakapppasswords.userstorage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.keycloakapppasswords.feed.Follower;
import io.github.keycloakapppasswords.stage.KeycloakServer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Users of a directory whom Keycloak imports. */
class LdapImportIT extends LdapContract {

    LdapImportIT(KeycloakServer keycloak) {
        super(keycloak, true);
    }

    /** Gateways that remember her must hear of it, whichever question finds out. */
    @Test
    void isToldAsDisabledWhereSheIsNotCachedWhileTheFilterLeavesHerOut() {
        Follower follower = realm.follower();

        directory.set(name, "employeeType", "former");
        realm.clearUserCache();

        assertThat(realm.status(name, phone)).isEqualTo(401);
        follower.await("user_disabled", name);
    }

    /** Whether she has the role is not known then; the gateway must not wait for it, nor for what comes after. */
    @Test
    void hasHerLostRoleToldWhileTheDirectoryIsAway() {
        String role = "mail-of-" + name;
        realm.realm().admin().post(realm.realm().path("/roles"), Map.of("name", role));
        String mapping = realm.realm().path("/users/" + alice.id() + "/role-mappings/realm");
        List<JsonNode> roles = List.of(realm.realm().admin().get(realm.realm().path("/roles/" + role)));
        realm.realm().admin().post(mapping, roles);
        Follower follower = new Follower(
                realm.realm(),
                realm.realm()
                        .gateway("strict-for-" + name, Map.of("protocols", List.of("imap"), "requiredRole", role)));
        realm.realm().admin().exchange("DELETE", mapping, roles);
        directory.stop();
        try {
            realm.clearUserCache();
            follower.await("role_lost", name);
        } finally {
            directory.restart();
        }
    }
}
