package io.github.keycloakapppasswords.mail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.keycloakapppasswords.stage.KeycloakServer;
import io.github.keycloakapppasswords.stage.Realm;

/** A realm with app passwords turned on and names of users as mail servers know them. */
public final class MailRealm {
    private MailRealm() {}

    /** Lets user names hold any character, as those of users from a directory may, and admins set any attribute. */
    public static Realm create(KeycloakServer keycloak) {
        Realm realm = Realm.create(keycloak);
        realm.setUp();
        ObjectNode profile = (ObjectNode) realm.admin().get(realm.path("/users/profile"));
        profile.put("unmanagedAttributePolicy", "ADMIN_EDIT");
        for (JsonNode attribute : profile.path("attributes")) {
            if (attribute.path("name").asText().equals("username")) {
                ((ObjectNode) attribute).remove("validations");
            }
        }
        realm.admin().put(realm.path("/users/profile"), profile);
        return realm;
    }
}
