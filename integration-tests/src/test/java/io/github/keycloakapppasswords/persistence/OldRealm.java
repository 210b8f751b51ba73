package io.github.keycloakapppasswords.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.keycloakapppasswords.stage.AppPasswordOnPaper;
import io.github.keycloakapppasswords.stage.Gateway;
import io.github.keycloakapppasswords.stage.KeycloakServer;
import io.github.keycloakapppasswords.stage.Person;
import io.github.keycloakapppasswords.stage.Realm;
import io.github.keycloakapppasswords.validation.Asking;
import io.github.keycloakapppasswords.validation.Fixture;
import io.github.keycloakapppasswords.validation.WebLogin;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The realm of {@code first-schema.sql}, with a gateway that the first state of this extension had marked, and Anna. */
final class OldRealm {

    // As they are in first-schema.sql.
    private static final String REALM_ID = "0a1b2c3d-0000-4000-8000-000000000001";
    private static final String ANNA_ID = "0a1b2c3d-0000-4000-8000-00000000000a";
    static final AppPasswordOnPaper PHONE =
            new AppPasswordOnPaper("696cf00b-124f-4c14-a6e9-bccaa711af07", "76dkp-z2w6e-3kbgc-ymyaa-py72a");
    static final AppPasswordOnPaper OFFICE =
            new AppPasswordOnPaper("a93a6dac-bdf0-4e98-b493-92d81ebb55f2", "ebtay-sf8q6-qkafp-am4km-vfkxz");
    static final AppPasswordOnPaper EXPIRED =
            new AppPasswordOnPaper("69eb9a97-b42e-49e8-8056-bab8d492927d", "bjj1f-7jzt3-7k7ys-kr3qz-39m8s");
    static final AppPasswordOnPaper REVOKED =
            new AppPasswordOnPaper("0cac00fa-c09b-45f5-aca9-107c1f2ed8bf", "pfsd4-w888c-8aa05-d4m9d-q0jz3");

    private final Realm realm;
    private final Person anna = new Person(ANNA_ID, "anna", "Main-of-anna", Optional.empty());

    /** It is not there before {@link #make()}. */
    OldRealm(KeycloakServer keycloak) {
        realm = Realm.existing(keycloak, "old");
    }

    Realm realm() {
        return realm;
    }

    Person anna() {
        return anna;
    }

    Fixture fixture() {
        return new Fixture(realm);
    }

    Asking dovecot() {
        return Asking.as(realm, new Gateway("dovecot", "secret-of-dovecot"));
    }

    /** Makes it in a Keycloak without the extension. */
    void make() {
        realm.admin().post("", asItWas());
    }

    private Map<String, Object> asItWas() {
        Map<String, Object> annaThen = Map.of(
                "id",
                anna.id(),
                "username",
                anna.username(),
                "enabled",
                true,
                "firstName",
                "Anna",
                "lastName",
                "Alt",
                "email",
                "anna@example.org",
                "credentials",
                List.of(Map.of("type", "password", "value", anna.password())));
        Map<String, Object> gateway = Map.of(
                "id", "61906f3e-bd7c-4383-9901-ae3b358c447a", "clientId", "dovecot", "secret", "secret-of-dovecot");
        Map<String, Object> app =
                Map.of("clientId", "app", "publicClient", true, "redirectUris", List.of("http://localhost/*"));
        return Map.of(
                "id",
                REALM_ID,
                "realm",
                realm.name(),
                "enabled",
                true,
                "eventsEnabled",
                true,
                "attributes",
                Map.of("app-passwords.gateway.dovecot", resource("first-gateway.json")),
                "clients",
                List.of(gateway, app),
                "users",
                List.of(annaThen));
    }

    /** A file of the tests beside this class. */
    static String resource(String name) {
        try (InputStream in = OldRealm.class.getResourceAsStream(name)) {
            assertThat(in).as(name).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a gateway hears. */
    int status(AppPasswordOnPaper password) {
        return dovecot().status(anna.username(), password.secret());
    }

    /** What an admin sees of this person's app passwords. */
    JsonNode listed(Person person) {
        return realm.admin().get(realm.path("/app-passwords/users/" + person.id()));
    }

    /** That she gets in by the login page and her main password. */
    void assertLoggedIn(Person person) {
        assertThat(new WebLogin(realm, "app")
                        .submit(person.username(), person.password())
                        .header("Location"))
                .hasValueSatisfying(to -> assertThat(to).contains("code="));
    }
}
