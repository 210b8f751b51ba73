package io.github.keycloakapppasswords.gate;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.keycloakapppasswords.stage.KeycloakServer;
import io.github.keycloakapppasswords.stage.NewUser;
import io.github.keycloakapppasswords.stage.Person;
import io.github.keycloakapppasswords.stage.Realm;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/**
 * A realm of its own that other realms know as an OpenID provider. Its ID tokens say {@code amr} {@code pwd}, and {@code mfa} of
 * whom it asked for a one-time code.
 */
final class IdentityProvider implements AutoCloseable {

    private static final String CLIENT = "mail-realm";
    private static final String SECRET = "the-secret-of-the-broker";

    private final Realm realm;

    private IdentityProvider(Realm realm) {
        this.realm = realm;
    }

    static IdentityProvider create(KeycloakServer keycloak) {
        IdentityProvider provider = new IdentityProvider(Realm.create(keycloak));
        provider.realm
                .admin()
                .post(
                        provider.realm.path("/clients"),
                        Map.of(
                                "clientId",
                                CLIENT,
                                "secret",
                                SECRET,
                                "redirectUris",
                                List.of(keycloak.url() + "/*"),
                                "protocolMappers",
                                List.of(Map.of(
                                        "name",
                                        "amr",
                                        "protocol",
                                        "openid-connect",
                                        "protocolMapper",
                                        "oidc-amr-mapper",
                                        "config",
                                        Map.of("id.token.claim", "true")))));
        provider.reference("auth-username-password-form", "pwd");
        provider.reference("auth-otp-form", "mfa");
        return provider;
    }

    private void reference(String authenticator, String value) {
        JsonNode executions = realm.admin().get(realm.path("/authentication/flows/browser/executions"));
        String id = StreamSupport.stream(executions.spliterator(), false)
                .filter(execution ->
                        authenticator.equals(execution.path("providerId").asText()))
                .findFirst()
                .orElseThrow()
                .path("id")
                .asText();
        realm.admin()
                .post(
                        realm.path("/authentication/executions/" + id + "/config"),
                        Map.of(
                                "alias",
                                value,
                                "config",
                                Map.of("default.reference.value", value, "default.reference.maxAge", "3600")));
    }

    Person user(NewUser user) {
        return realm.user(user);
    }

    /** Has another realm know it by this alias. */
    void register(Realm at, String alias) {
        String protocol = realm.url() + "/protocol/openid-connect";
        at.admin()
                .post(
                        at.path("/identity-provider/instances"),
                        Map.of(
                                "alias",
                                alias,
                                "providerId",
                                "oidc",
                                "enabled",
                                true,
                                "trustEmail",
                                true,
                                "config",
                                Map.of(
                                        "issuer",
                                        realm.url(),
                                        "authorizationUrl",
                                        protocol + "/auth",
                                        "tokenUrl",
                                        protocol + "/token",
                                        "jwksUrl",
                                        protocol + "/certs",
                                        "useJwksUrl",
                                        "true",
                                        "validateSignature",
                                        "true",
                                        "clientId",
                                        CLIENT,
                                        "clientSecret",
                                        SECRET,
                                        "clientAuthMethod",
                                        "client_secret_post",
                                        "defaultScope",
                                        "openid profile email")));
    }

    /** Has every login at a provider write a note of the user session, as a manager of identity providers can. */
    static void writeNote(Realm at, String alias, String name, String text) {
        at.admin()
                .post(
                        at.path("/identity-provider/instances/" + alias + "/mappers"),
                        Map.of(
                                "name",
                                name,
                                "identityProviderAlias",
                                alias,
                                "identityProviderMapper",
                                "hardcoded-user-session-attribute-idp-mapper",
                                "config",
                                Map.of("syncMode", "FORCE", "attribute", name, "attribute.value", text)));
    }

    /** Links a user of that realm with somebody here. */
    static void link(Realm at, Person user, String alias, Person here) {
        at.admin()
                .post(
                        at.path("/users/" + user.id() + "/federated-identity/" + alias),
                        Map.of("identityProvider", alias, "userId", here.id(), "userName", here.username()));
    }

    static void unlink(Realm at, Person user, String alias) {
        at.admin().delete(at.path("/users/" + user.id() + "/federated-identity/" + alias));
    }

    @Override
    public void close() {
        realm.close();
    }
}
