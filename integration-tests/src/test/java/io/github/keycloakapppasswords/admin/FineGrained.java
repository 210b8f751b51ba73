package io.github.keycloakapppasswords.admin;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.keycloakapppasswords.stage.Http;
import io.github.keycloakapppasswords.stage.KeycloakServer;
import io.github.keycloakapppasswords.stage.Person;
import io.github.keycloakapppasswords.stage.Realm;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Keycloak's fine-grained admin permissions (version 2) of a realm: who may do what to which user. */
public record FineGrained(Realm realm) {

    private static final AtomicInteger NEXT = new AtomicInteger(1);

    /** Makes a realm that has them. */
    public static Realm realm(KeycloakServer keycloak) {
        return Realm.create(keycloak, Map.of("adminPermissionsEnabled", true));
    }

    /**
     * Grants an admin something on one user.
     *
     * @param admin the client whose service account is the admin
     * @param scopes such as {@code view} or {@code manage}
     */
    public void grant(String admin, Person person, String... scopes) {
        permit(policy(admin, "POSITIVE"), List.of(person.id()), scopes);
    }

    /** Grants an admin something on all users for whom nothing is said. */
    public void grantOnAll(String admin, String... scopes) {
        permit(policy(admin, "POSITIVE"), List.of(), scopes);
    }

    /** Denies an admin something on one user. */
    public void deny(String admin, Person person, String... scopes) {
        permit(policy(admin, "NEGATIVE"), List.of(person.id()), scopes);
    }

    private String policy(String admin, String logic) {
        String name = "policy-" + NEXT.getAndIncrement();
        JsonNode user = realm.admin().get(realm.path("/clients/" + id(admin) + "/service-account-user"));
        realm.admin()
                .post(
                        server("/policy/user"),
                        Map.of(
                                "name",
                                name,
                                "logic",
                                logic,
                                "users",
                                List.of(user.path("id").asText())));
        return name;
    }

    private void permit(String policy, List<String> users, String... scopes) {
        realm.admin()
                .post(
                        server("/permission/scope"),
                        Map.of(
                                "name",
                                "permission-" + NEXT.getAndIncrement(),
                                "resourceType",
                                "Users",
                                "resources",
                                users,
                                "scopes",
                                List.of(scopes),
                                "policies",
                                List.of(policy)));
    }

    private String server(String below) {
        return realm.path("/clients/" + id("admin-permissions") + "/authz/resource-server" + below);
    }

    private String id(String clientId) {
        return realm.admin()
                .get(realm.path("/clients?clientId=" + Http.encode(clientId)))
                .path(0)
                .path("id")
                .asText();
    }
}
