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

/** The realm of {@code first-rows.sql}, with a gateway that the first release marked, and the owners Anna and Ben. */
final class OldRealm {

    // As they are in first-rows.sql.
    private static final String REALM_ID = "0a1b2c3d-0000-4000-8000-000000000001";
    private static final String ANNA_ID = "0a1b2c3d-0000-4000-8000-00000000000a";
    private static final String BEN_ID = "0a1b2c3d-0000-4000-8000-00000000000b";

    /** Where a gateway begins that has read nothing of the feed yet. */
    static final String FEED_BEGIN = "0a1b2c3d-0000-4000-8000-0000000000fe.0";

    static final AppPasswordOnPaper PHONE =
            new AppPasswordOnPaper("755504ef-e574-4b3f-8068-f65df9e813d2", "apr8y-g0vm1-zvtwt-zxvw7-st24x");
    static final AppPasswordOnPaper OFFICE =
            new AppPasswordOnPaper("3f40aecc-01da-4536-adea-564c5b63d501", "kbhcw-5sdwa-j7a7y-3bb4f-k5ahp");
    static final AppPasswordOnPaper EXPIRED =
            new AppPasswordOnPaper("921bd680-7eaa-47b4-9907-db2f8a53d8c5", "bn6yk-t20pq-3wgas-r013g-t4sc8");
    static final AppPasswordOnPaper REVOKED =
            new AppPasswordOnPaper("f34ec858-8bee-4a65-8941-015c1c88f2be", "kb1x2-emv4f-30mp4-64pbs-b481p");

    static final AppPasswordOnPaper BENS_PHONE =
            new AppPasswordOnPaper("47f7580f-1179-4106-892d-a03b268fb435", "aa04n-37hse-91p3z-4efa3-mtd57");
    static final AppPasswordOnPaper BENS_LOST =
            new AppPasswordOnPaper("7ec919df-01d9-4600-ad27-9e51e72594ae", "47cb6-xxysg-165r4-sqaez-0bazp");

    private final Realm realm;
    private final Gateway dovecot = new Gateway("dovecot", "secret-of-dovecot");
    private final Person anna = new Person(ANNA_ID, "anna", "Main-of-anna", Optional.empty());
    private final Person ben = new Person(BEN_ID, "ben", "Main-of-ben", Optional.empty());

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

    /** The owner whose second factor is gone, and whose app passwords are suspended. */
    Person ben() {
        return ben;
    }

    Fixture fixture() {
        return new Fixture(realm);
    }

    Gateway dovecotGateway() {
        return dovecot;
    }

    Asking dovecot() {
        return Asking.as(realm, dovecot);
    }

    /** Makes it in a Keycloak without the extension. */
    void make() {
        realm.admin().post("", asItWas());
    }

    private Map<String, Object> asItWas() {
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
                List.of(asTheyWere(anna), asTheyWere(ben)));
    }

    private static Map<String, Object> asTheyWere(Person person) {
        return Map.of(
                "id",
                person.id(),
                "username",
                person.username(),
                "enabled",
                true,
                "firstName",
                person.username(),
                "lastName",
                "Alt",
                "email",
                person.username() + "@example.org",
                "credentials",
                List.of(Map.of("type", "password", "value", person.password())));
    }

    /**
     * The rows that the first release wrote. Their times are told from the time of the test on, so that nothing is too old to be
     * kept.
     */
    static String rows() {
        return resource("first-rows.sql").replace(":now", String.valueOf(System.currentTimeMillis()));
    }

    /** How many rows of a table are so. */
    int rows(String table, String which) {
        return fixture().sql("update " + table + " set REALM_ID = REALM_ID where " + which);
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
