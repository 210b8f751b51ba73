package io.github.keycloakapppasswords.validation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.keycloakapppasswords.stage.Realm;
import java.util.Iterator;
import java.util.List;

/** A realm's user profile: which attributes there are, and who may edit them. */
record Profile(Realm realm) {

    /** Declares an attribute, or declares it anew. */
    void attribute(String name, String... editors) {
        ObjectNode profile = (ObjectNode) realm.admin().get(realm.path("/users/profile"));
        ArrayNode attributes = (ArrayNode) profile.get("attributes");
        for (Iterator<com.fasterxml.jackson.databind.JsonNode> all = attributes.elements(); all.hasNext(); ) {
            if (all.next().path("name").asText().equals(name)) {
                all.remove();
            }
        }
        ObjectNode permissions = attributes.addObject().put("name", name).putObject("permissions");
        permissions.putArray("view").add("admin").add("user");
        ArrayNode edit = permissions.putArray("edit");
        for (String editor : editors) {
            edit.add(editor);
        }
        realm.admin().put(realm.path("/users/profile"), profile);
    }

    /** Lets attributes that the profile does not name be: {@code ENABLED}, {@code ADMIN_EDIT}, {@code ADMIN_VIEW}. */
    void unmanaged(String policy) {
        ObjectNode profile = (ObjectNode) realm.admin().get(realm.path("/users/profile"));
        profile.put("unmanagedAttributePolicy", policy);
        realm.admin().put(realm.path("/users/profile"), profile);
    }

    /** Lets these attributes hold anything, as those of users from a directory may. */
    void withoutValidations(String... names) {
        ObjectNode profile = (ObjectNode) realm.admin().get(realm.path("/users/profile"));
        for (com.fasterxml.jackson.databind.JsonNode attribute : profile.path("attributes")) {
            if (List.of(names).contains(attribute.path("name").asText())) {
                ((ObjectNode) attribute).remove("validations");
            }
        }
        realm.admin().put(realm.path("/users/profile"), profile);
    }
}
