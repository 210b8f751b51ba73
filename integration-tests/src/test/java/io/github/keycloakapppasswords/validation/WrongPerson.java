package io.github.keycloakapppasswords.validation;

import static io.github.keycloakapppasswords.validation.Asking.IMAP;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.stage.AppPasswordOnPaper;
import io.github.keycloakapppasswords.stage.HttpAnswer;
import io.github.keycloakapppasswords.stage.KeycloakServer;
import io.github.keycloakapppasswords.stage.NewUser;
import io.github.keycloakapppasswords.stage.Person;
import io.github.keycloakapppasswords.stage.Realm;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Mallory has an app password of her own, and tries names that may be taken for Bob's. What counts is which mailbox
 * opens: never Bob's. Run on each database, since each compares text in its own way.
 */
@TestInstance(Lifecycle.PER_CLASS)
abstract class WrongPerson {

    private final Realm realm;
    private final AppPasswordOnPaper bobs;
    private final Asking byName;
    private final Asking byEmail;
    private final EventLog events;

    WrongPerson(KeycloakServer keycloak) {
        realm = Realm.create(keycloak, Map.of("editUsernameAllowed", true));
        Person bob = realm.user(NewUser.named("bob").withEmail("bob@example.org", true));
        bobs = realm.appPassword(bob, "phone", IMAP);
        byName = Asking.as(realm, realm.gateway("by-name", IMAP));
        byEmail = Asking.as(
                realm, realm.gateway("by-email", Map.of("protocols", List.of(IMAP), "loginIdentity", "email")));
        events = new EventLog(realm);
        assertThat(mailbox(byName, "bob", bobs)).isEqualTo("bob");
        assertThat(mailbox(byEmail, "bob", bobs)).isEqualTo("bob@example.org");
    }

    @AfterAll
    void removeRealm() {
        realm.close();
    }

    /** The mailbox that opens, or the status if none does. */
    private static String mailbox(Asking gateway, String name, AppPasswordOnPaper secret) {
        HttpAnswer answer = gateway.ask(name, secret.secret(), IMAP);
        return answer.header("X-Username").orElse(String.valueOf(answer.status()));
    }

    private AppPasswordOnPaper mallory(NewUser mallory) {
        return realm.appPassword(realm.user(mallory), "phone", IMAP);
    }

    /** A user whose e-mail address is another's user name: Keycloak lets it in while e-mail is no login name. */
    private AppPasswordOnPaper malloryWithEmailThatIsAName(String name, String email, boolean verified) {
        realm.admin().put(realm.path(""), Map.of("loginWithEmailAllowed", false));
        AppPasswordOnPaper mallorys = mallory(NewUser.named(name).withEmail(email, verified));
        realm.admin().put(realm.path(""), Map.of("loginWithEmailAllowed", true));
        return mallorys;
    }

    @Test
    void anEmailThatIsAnothersUserNameOpensNothing() {
        Person owner = realm.user(NewUser.named("info@example.org").withEmail("owner@example.org", true));
        AppPasswordOnPaper owners = realm.appPassword(owner, "phone", IMAP);
        AppPasswordOnPaper mallorys = malloryWithEmailThatIsAName("mallory-1", "info@example.org", false);

        assertThat(mailbox(byName, "info@example.org", mallorys)).isEqualTo("401");
        assertThat(mailbox(byName, "info@example.org", owners)).isEqualTo("info@example.org");
    }

    @Test
    void aVerifiedEmailThatIsAnothersUserNameOpensNothingForEither() {
        Person owner = realm.user(NewUser.named("sales@example.org").withEmail("seller@example.org", true));
        AppPasswordOnPaper owners = realm.appPassword(owner, "phone", IMAP);
        AppPasswordOnPaper mallorys = malloryWithEmailThatIsAName("mallory-2", "sales@example.org", true);

        assertThat(mailbox(byName, "sales@example.org", mallorys)).isEqualTo("401");
        assertThat(mailbox(byName, "sales@example.org", owners)).isEqualTo("401");
        events.await("LOGIN_ERROR", "ambiguous_user");
        assertThat(mailbox(byName, "seller@example.org", owners)).isEqualTo("sales@example.org");
    }

    @Test
    void anUnverifiedEmailOpensNothing() {
        AppPasswordOnPaper mallorys = mallory(NewUser.named("mallory-3").withEmail("ceo@example.org", false));

        assertThat(mailbox(byName, "ceo@example.org", mallorys)).isEqualTo("401");
        assertThat(mailbox(byEmail, "mallory-3", mallorys)).isEqualTo("401");
    }

    @Test
    void anEmailThatWasVerifiedAndThenChangedOpensNothing() {
        Person mallory = realm.user(NewUser.named("mallory-4").withEmail("mallory-4@example.org", true));
        AppPasswordOnPaper mallorys = realm.appPassword(mallory, "phone", IMAP);
        assertThat(mailbox(byEmail, "mallory-4", mallorys)).isEqualTo("mallory-4@example.org");

        realm.admin()
                .put(realm.path("/users/" + mallory.id()), Map.of("email", "cfo@example.org", "emailVerified", false));

        assertThat(mailbox(byEmail, "mallory-4", mallorys)).isEqualTo("401");
        assertThat(mailbox(byEmail, "cfo@example.org", mallorys)).isEqualTo("401");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "b\u00f6b",
                "b\u00f2b",
                "bo\u0301b",
                "\u0431ob",
                "b\u043eb",
                "\uff42\uff4f\uff42",
                "b0b",
                "bob ",
                " bob",
                "bob\u00a0",
                "bob\u200b",
                "bob\u0000",
                "bob.",
                "bo\u00adb",
                "bob/",
                "./bob",
                "../bob",
                "bob/../bob",
                "bob..",
                "bob\ud83d\ude00",
                "\ud835\udc1bob",
                "bob*mallory",
                "mallory*bob"
            })
    void aLookAlikeOpensNothingNotEvenWithBobsOwn(String name) {
        assertThat(mailbox(byName, name, bobs)).isEqualTo("401");
        // Again, as Keycloak's cache may now hold what the database thought equal.
        assertThat(mailbox(byName, name, bobs)).isEqualTo("401");
        assertThat(mailbox(byName, "bob", bobs)).isEqualTo("bob");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "b\u00f6b@example.org",
                "bob@ex\u00e4mple.org",
                "bob@example.org ",
                "bob@example.org.",
                "bob\ud83d\ude00@example.org"
            })
    void aLookAlikeOfAnEmailOpensNothing(String name) {
        assertThat(mailbox(byEmail, name, bobs)).isEqualTo("401");
        assertThat(mailbox(byEmail, "bob@example.org", bobs)).isEqualTo("bob@example.org");
    }

    @ParameterizedTest
    @ValueSource(strings = {"BOB", "Bob", "bob@example.org", "BOB@EXAMPLE.ORG"})
    void bobsOwnNamesOpenBobsMailboxAsKeycloakWritesIt(String name) {
        assertThat(mailbox(byName, name, bobs)).isEqualTo("bob");
        assertThat(mailbox(byEmail, name, bobs)).isEqualTo("bob@example.org");
    }

    @Test
    void namesInOtherScriptsOpenTheirOwn() {
        Person umlaut = realm.user(NewUser.named("j\u00fcrgen").withEmail("juergen@example.org", true));
        AppPasswordOnPaper hisOwn = realm.appPassword(umlaut, "phone", IMAP);

        assertThat(mailbox(byName, "J\u00dcRGEN", hisOwn)).isEqualTo("j%C3%BCrgen");
        assertThat(mailbox(byName, "ju\u0308rgen", hisOwn)).isEqualTo("j%C3%BCrgen");
        assertThat(mailbox(byName, "jurgen", hisOwn)).isEqualTo("401");
    }

    @Test
    void aNameThatSomebodyHadBeforeOpensNothingOfHers() {
        Person robin = realm.user(NewUser.named("robin").withEmail("robin@example.org", true));
        AppPasswordOnPaper robins = realm.appPassword(robin, "phone", IMAP);
        assertThat(mailbox(byName, "robin", robins)).isEqualTo("robin");
        realm.admin().put(realm.path("/users/" + robin.id()), Map.of("username", "wren"));
        AppPasswordOnPaper successors = mallory(NewUser.named("robin").withEmail("mallory-5@example.org", true));

        assertThat(mailbox(byName, "robin", robins)).isEqualTo("401");
        assertThat(mailbox(byName, "wren", robins)).isEqualTo("wren");
        assertThat(mailbox(byName, "robin", successors)).isEqualTo("robin");
    }
}
