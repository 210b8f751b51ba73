package io.github.keycloakapppasswords.validation;

import static io.github.keycloakapppasswords.validation.Asking.IMAP;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.account.Console;
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
        // As a directory may have them.
        new Profile(realm).withoutValidations("username", "email");
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
                "bob\t",
                "bo b",
                "bo\u200cb",
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
                "bob@example.org\n",
                "bob@example.org.",
                "bob\ud83d\ude00@example.org"
            })
    void aLookAlikeOfAnEmailOpensNothing(String name) {
        assertThat(mailbox(byEmail, name, bobs)).isEqualTo("401");
        assertThat(mailbox(byEmail, "bob@example.org", bobs)).isEqualTo("bob@example.org");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BOB",
                "Bob",
                "bob@example.org",
                "BOB@EXAMPLE.ORG",
                "bob ",
                " bob",
                "bob\u00a0",
                " bob@example.org "
            })
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

    /** As directories keep names, and Macs send them. */
    @Test
    void aNameStoredInFormDOpensItsOwnInEachForm() {
        AppPasswordOnPaper renes = mallory(NewUser.named("rene\u0301e").withEmail("rene\u0301e@example.org", true));

        for (String typed : List.of(
                "ren\u00e9e", "rene\u0301e", "REN\u00c9E", "ren\u00e9e@example.org", "rene\u0301e@example.org")) {
            assertThat(mailbox(byName, typed, renes)).isEqualTo("rene%CC%81e");
            assertThat(mailbox(byName, typed, bobs)).isEqualTo("401");
        }
        for (String typed : List.of("renee", "ren\u00e8e", "renee@example.org")) {
            assertThat(mailbox(byName, typed, renes)).isEqualTo("401");
        }
    }

    @Test
    void aPersianNameWithAJoinerOpensItsOwn() {
        AppPasswordOnPaper alirezas = mallory(
                NewUser.named("\u0639\u0644\u06cc\u200c\u0631\u0636\u0627").withEmail("alireza@example.org", true));

        assertThat(mailbox(byName, "\u0639\u0644\u06cc\u200c\u0631\u0636\u0627", alirezas))
                .isEqualTo("%D8%B9%D9%84%DB%8C%E2%80%8C%D8%B1%D8%B6%D8%A7");
        assertThat(mailbox(byName, "\u0639\u0644\u06cc\u0631\u0636\u0627", alirezas))
                .isEqualTo("401");
    }

    @Test
    void anAddressOpensItsOwnByBothSpellingsOfItsDomain() {
        AppPasswordOnPaper letters = mallory(NewUser.named("domain-1").withEmail("domain-1@b\u00fccher.example", true));
        AppPasswordOnPaper ascii = mallory(NewUser.named("domain-2").withEmail("domain-2@xn--bcher-kva.example", true));
        AppPasswordOnPaper sharp = mallory(NewUser.named("domain-3").withEmail("domain-3@stra\u00dfe.example", true));

        for (String domain : List.of("b\u00fccher.example", "bu\u0308cher.example", "XN--bcher-kva.example")) {
            assertThat(mailbox(byName, "domain-1@" + domain, letters)).isEqualTo("domain-1");
            assertThat(mailbox(byName, "domain-2@" + domain, ascii)).isEqualTo("domain-2");
            assertThat(mailbox(byName, "domain-1@" + domain, ascii)).isEqualTo("401");
        }
        assertThat(mailbox(byName, "domain-3@xn--strae-oqa.example", sharp)).isEqualTo("domain-3");
        assertThat(mailbox(byName, "domain-3@strasse.example", sharp)).isEqualTo("401");
        assertThat(mailbox(byName, "domain-1@bucher.example", letters)).isEqualTo("401");
        assertThat(mailbox(byName, "domain-1@\uff42\u00fccher.example", letters))
                .isEqualTo("401");
    }

    @Test
    void whoRegistersAnotherSpellingOfAnAddressTakesItFromNobody() {
        AppPasswordOnPaper victims = mallory(NewUser.named("victim").withEmail("victim@b\u00fccher.example", true));
        AppPasswordOnPaper mallorys =
                mallory(NewUser.named("victim@xn--bcher-kva.example").withEmail("mallory-7@example.org", true));

        assertThat(mailbox(byName, "victim@b\u00fccher.example", victims)).isEqualTo("victim");
        assertThat(mailbox(byName, "victim@b\u00fccher.example", mallorys)).isEqualTo("401");
        assertThat(mailbox(byName, "victim@xn--bcher-kva.example", mallorys)).isEqualTo("victim@xn--bcher-kva.example");
    }

    @Test
    void aDomainPrefixOpensNothingUnlessTheGatewayNamesIt() {
        Asking ofWindows = Asking.as(
                realm,
                realm.gateway("windows", Map.of("protocols", List.of(IMAP), "domainPrefixes", List.of("EXAMPLE"))));
        AppPasswordOnPaper mallorys = mallory(NewUser.named("example\\bob").withEmail("mallory-6@example.org", true));

        assertThat(mailbox(ofWindows, "EXAMPLE\\bob", bobs)).isEqualTo("bob");
        assertThat(mailbox(ofWindows, "example\\Bob ", bobs)).isEqualTo("bob");
        assertThat(mailbox(ofWindows, "OTHER\\bob", bobs)).isEqualTo("401");
        assertThat(mailbox(ofWindows, "EXAMPLE\\EXAMPLE\\bob", bobs)).isEqualTo("401");
        assertThat(mailbox(ofWindows, "EXAMPLE\\bob", mallorys)).isEqualTo("401");
        assertThat(mailbox(byName, "EXAMPLE\\bob", bobs)).isEqualTo("401");
        assertThat(mailbox(byName, "EXAMPLE\\bob", mallorys)).isEqualTo("example%5Cbob");
    }

    /** Left over from when users were allowed to share an address; one of them has it verified, or both have. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anAddressThatTwoUsersShareOpensNothing(boolean bothVerified) {
        String address = "shared-" + bothVerified + "@example.org";
        realm.admin().put(realm.path(""), Map.of("loginWithEmailAllowed", false, "duplicateEmailsAllowed", true));
        AppPasswordOnPaper ones = mallory(NewUser.named("one-" + bothVerified).withEmail(address, true));
        AppPasswordOnPaper others =
                mallory(NewUser.named("other-" + bothVerified).withEmail(address, bothVerified));
        realm.admin().put(realm.path(""), Map.of("duplicateEmailsAllowed", false));
        realm.admin().put(realm.path(""), Map.of("loginWithEmailAllowed", true));
        String client = bothVerified ? "198.51.100.1" : "198.51.100.2";

        assertThat(mailbox(byName.forClientAt(client), address, ones)).isEqualTo("401");
        events.ofClientsAt(client).await("LOGIN_ERROR", "ambiguous_user");
        assertThat(mailbox(byName, address, others)).isEqualTo("401");
        assertThat(mailbox(byName, "one-" + bothVerified, ones)).isEqualTo("one-" + bothVerified);
        assertThat(mailbox(byEmail, "one-" + bothVerified, ones)).isEqualTo("401");
        assertThat(mailbox(byEmail, "other-" + bothVerified, others)).isEqualTo("401");
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

    /** A null character on PostgreSQL, an emoji on MariaDB: neither is a fault of the server. */
    @ParameterizedTest
    @ValueSource(strings = {"a%00b", "%F0%9F%98%80"})
    void anIdThatADatabaseCannotCompareIsNobodysNoAppPasswordsAndNoGateways(String id) {
        Person owner = realm.user(NewUser.named("owner-of-" + id.length()));
        Console.allowPasswordGrant(realm);
        String admin = "/app-passwords";

        assertThat(realm.admin()
                        .exchange("GET", realm.path(admin + "/users/" + id), null)
                        .status())
                .isEqualTo(404);
        assertThat(realm.admin()
                        .exchange("DELETE", realm.path(admin + "/users/" + owner.id() + "/" + id), null)
                        .status())
                .isEqualTo(404);
        assertThat(realm.admin()
                        .exchange("GET", realm.path(admin + "/gateways/" + id), null)
                        .status())
                .isEqualTo(404);
        assertThat(realm.admin()
                        .exchange("PUT", realm.path(admin + "/gateways/a%00b"), Map.of("protocols", List.of(IMAP)))
                        .status())
                .isEqualTo(400);
        assertThat(Console.of(realm, owner).rename(id, "Phone").status()).isEqualTo(404);
        assertThat(Console.of(realm, owner).revoke(id).status()).isEqualTo(404);
    }
}
