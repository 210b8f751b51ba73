package io.github.keycloakapppasswords.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.keycloakapppasswords.username.LoginName;
import io.github.keycloakapppasswords.username.UnknownNames;
import io.github.keycloakapppasswords.userstorage.StorageOptions;
import io.github.keycloakapppasswords.validation.UserFinder.Found;
import io.github.keycloakapppasswords.verdict.Reason;
import java.text.Collator;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UserFinderTest {

    private final FakeAccounts accounts = new FakeAccounts();
    private final AtomicLong nanos = new AtomicLong();
    private final UnknownNames unknownNames = new UnknownNames(nanos::get, StorageOptions.DEFAULT.outage());
    private final UserFinder finder = new UserFinder(unknownNames);

    private Found find(String name) {
        return finder.find(LoginName.of(name, "").orElseThrow(), accounts);
    }

    /** A database that compares byte for byte, once a name is in lower case. */
    private void exactly() {
        accounts.careless.setStrength(Collator.IDENTICAL);
        accounts.careless.setDecomposition(Collator.NO_DECOMPOSITION);
    }

    @ParameterizedTest
    @ValueSource(strings = {"alice", "ALICE", "Alice"})
    void findsByUserNameWithoutCase(String name) {
        FakeAccount alice = accounts.add(new FakeAccount("alice"));

        assertThat(find(name).account()).contains(alice);
    }

    @ParameterizedTest
    @ValueSource(strings = {"alice@example.org", "Alice@Example.org"})
    void findsByVerifiedEmailWithoutCase(String name) {
        FakeAccount alice = accounts.add(new FakeAccount("alice").email("alice@example.org", true));

        assertThat(find(name).account()).contains(alice);
    }

    @Test
    void takesOneUserWhoseNameIsHerEmail() {
        FakeAccount alice = accounts.add(new FakeAccount("alice@example.org").email("alice@example.org", true));

        assertThat(find("alice@example.org").account()).contains(alice);
    }

    @Test
    void findsNobodyByEmailWhereItIsNoLoginName() {
        accounts.add(new FakeAccount("alice").email("alice@example.org", true));
        accounts.emailIsLoginName = false;

        assertThat(find("alice@example.org").refusal()).contains(Reason.UNKNOWN_USER);
    }

    @Test
    void findsNobodyByUnverifiedEmail() {
        accounts.add(new FakeAccount("mallory").email("victim@example.org", false));

        assertThat(find("victim@example.org").refusal()).contains(Reason.UNKNOWN_USER);
    }

    @Test
    void findsNoServiceAccount() {
        accounts.add(new FakeAccount("service-account-dovecot")).serviceAccount = true;

        assertThat(find("service-account-dovecot").refusal()).contains(Reason.UNKNOWN_USER);
    }

    @Nested
    class Spelling {

        @ParameterizedTest
        @ValueSource(strings = {"jos\u00e9", "jose\u0301", "JOSE\u0301", " jos\u00e9 "})
        void findsAUserStoredInFormD(String name) {
            exactly();
            FakeAccount jose = accounts.add(new FakeAccount("jose\u0301"));

            assertThat(find(name).account()).contains(jose);
        }

        @ParameterizedTest
        @ValueSource(strings = {"jos\u00e9@example.org", "jose\u0301@example.org"})
        void findsAnAddressStoredInFormD(String name) {
            exactly();
            FakeAccount jose = accounts.add(new FakeAccount("j").email("jose\u0301@example.org", true));

            assertThat(find(name).account()).contains(jose);
        }

        @ParameterizedTest
        @ValueSource(strings = {"anna@b\u00fccher.example", "anna@xn--bcher-kva.example"})
        void findsAnAddressByBothSpellingsOfItsDomain(String stored) {
            FakeAccount anna = accounts.add(new FakeAccount("anna").email(stored, true));

            assertThat(find("anna@b\u00fccher.example").account()).contains(anna);
            assertThat(find("anna@XN--BCHER-KVA.example").account()).contains(anna);
            assertThat(find("anna@bucher.example").refusal()).contains(Reason.UNKNOWN_USER);
            assertThat(find("anna@\uff42\u00fccher.example").refusal()).contains(Reason.UNKNOWN_USER);
        }

        @Test
        void findsAUserNameByBothSpellingsOfItsDomain() {
            FakeAccount anna = accounts.add(new FakeAccount("anna@xn--bcher-kva.example"));

            assertThat(find("anna@b\u00fccher.example").account()).contains(anna);
        }

        @Test
        void takesNoDomainForAnother() {
            accounts.add(new FakeAccount("a").email("anna@strasse.example", true));

            assertThat(find("anna@stra\u00dfe.example").refusal()).contains(Reason.UNKNOWN_USER);
            assertThat(find("anna@xn--strae-oqa.example").refusal()).contains(Reason.UNKNOWN_USER);
        }

        /** A name in form D is brought into form C before anything is looked for. */
        @Test
        void takesTheUserInFormCOfTwoWhoseNamesDifferInNormalFormOnly() {
            exactly();
            accounts.add(new FakeAccount("jose\u0301"));
            FakeAccount jose = accounts.add(new FakeAccount("jos\u00e9"));

            assertThat(find("jos\u00e9").account()).contains(jose);
            assertThat(find("jose\u0301").account()).contains(jose);
        }

        @Test
        void takesTheUserOfTheSubmittedSpellingOfTwoWhoseAddressesAreOne() {
            exactly();
            FakeAccount anna = accounts.add(new FakeAccount("anna").email("anna@b\u00fccher.example", true));
            FakeAccount other = accounts.add(new FakeAccount("other").email("anna@xn--bcher-kva.example", true));

            assertThat(find("anna@b\u00fccher.example").account()).contains(anna);
            assertThat(find("anna@xn--bcher-kva.example").account()).contains(other);
        }

        @Test
        void whoRegistersAnotherSpellingTakesNobodysNameAway() {
            exactly();
            FakeAccount victim = accounts.add(new FakeAccount("victim").email("victim@b\u00fccher.example", true));
            accounts.add(new FakeAccount("victim@xn--bcher-kva.example"));

            assertThat(find("victim@b\u00fccher.example").account()).contains(victim);
        }

        @Test
        void whoHasASpellingUnverifiedTakesNobodysNameAway() {
            exactly();
            FakeAccount victim = accounts.add(new FakeAccount("victim").email("victim@b\u00fccher.example", true));
            accounts.add(new FakeAccount("mallory").email("victim@xn--bcher-kva.example", false));

            assertThat(find("victim@xn--bcher-kva.example").account()).contains(victim);
        }

        /** A database that thinks the spellings equal may answer with either. */
        @Test
        void aUserOfAnotherSpellingThatTheStoreThinksEqualDisputesNobodysName() {
            accounts.add(new FakeAccount("jose\u0301@example.org"));
            FakeAccount jose = accounts.add(new FakeAccount("j").email("jos\u00e9@example.org", true));

            assertThat(find("jos\u00e9@example.org").account()).contains(jose);
        }

        @Test
        void refusesTwoUsersWhoHaveDifferentSpellingsOfWhichNoneWasSubmitted() {
            exactly();
            accounts.add(new FakeAccount("anna").email("anna@b\u00fccher.b\u00fccher.example", true));
            accounts.add(new FakeAccount("other").email("anna@xn--bcher-kva.xn--bcher-kva.example", true));

            assertThat(find("anna@xn--bcher-kva.b\u00fccher.example").refusal()).contains(Reason.AMBIGUOUS_USER);
        }

        @Test
        void isNotAskedOfAStorageThatIsAwayIfTheSubmittedOneIsKnown() {
            exactly();
            FakeAccount juergen = accounts.add(new FakeAccount("j\u00fcrgen"));
            accounts.awayNames.add("ju\u0308rgen");

            assertThat(find("j\u00fcrgen").account()).contains(juergen);
        }

        @Test
        void isAskedOfAStorageThatIsAwayIfTheSubmittedOneIsNobodys() {
            exactly();
            accounts.awayNames.add("ju\u0308rgen");

            assertThatThrownBy(() -> find("j\u00fcrgen")).isInstanceOf(IllegalStateException.class);
        }

        @Test
        void refusesAnAddressThatTheStoreSaysTwoUsersShare() {
            accounts.add(new FakeAccount("anna").email("info@example.org", true));
            accounts.sharedAddresses.add("info@example.org");

            assertThat(find("info@example.org").refusal()).contains(Reason.AMBIGUOUS_USER);
        }
    }

    @Nested
    class WrongPerson {

        @Test
        void refusesANameThatIsOneUsersNameAndAnothersVerifiedEmail() {
            accounts.add(new FakeAccount("bob@example.org"));
            accounts.add(new FakeAccount("mallory").email("bob@example.org", true));

            Found found = find("bob@example.org");

            assertThat(found.refusal()).contains(Reason.AMBIGUOUS_USER);
            assertThat(found.account()).isEmpty();
        }

        @Test
        void anUnverifiedEmailTakesNobodysNameAway() {
            FakeAccount bob = accounts.add(new FakeAccount("bob@example.org"));
            accounts.add(new FakeAccount("mallory").email("bob@example.org", false));

            assertThat(find("bob@example.org").account()).contains(bob);
        }

        @ParameterizedTest
        @ValueSource(strings = {"b\u00f6b", "b\u1ecdb", "bo\uff42", "bo\u0336b"})
        void refusesWhatTheDatabaseThinksEqual(String lookAlike) {
            accounts.add(new FakeAccount("bob").email("bob@example.org", true));

            assertThat(find(lookAlike).refusal()).contains(Reason.UNKNOWN_USER);
            assertThat(find(lookAlike + "@example.org").refusal()).contains(Reason.UNKNOWN_USER);
        }
    }

    @Nested
    class UnknownName {

        @Test
        void isLookedForOnce() {
            find("nobody");
            find("nobody");
            find("NOBODY");

            assertThat(accounts.lookUps).isEqualTo(1);
        }

        @Test
        void isLookedForAsNameAndAsEmailOnce() {
            find("nobody@example.org");
            find("nobody@example.org");

            assertThat(accounts.lookUps).isEqualTo(2);
        }

        @Test
        void withAKnownUserNameIsNotTakenForUnknown() {
            FakeAccount alice = accounts.add(new FakeAccount("alice@example.org"));
            find("alice@example.org");

            assertThat(find("alice@example.org").account()).contains(alice);
        }

        @Test
        void wasNobodysAddressWhenTheStorageLastSpoke() {
            FakeAccount alice = accounts.add(new FakeAccount("alice@example.org"));
            find("alice@example.org");
            unknownNames.forget("realm");
            accounts.emailIsAway = true;

            assertThat(find("alice@example.org").account()).contains(alice);
        }

        @Test
        void wasNobodysUserNameWhenTheStorageLastSpoke() {
            FakeAccount alice = accounts.add(new FakeAccount("alice").email("alice@example.org", true));
            find("alice@example.org");
            unknownNames.forget("realm");
            accounts.usernameIsAway = true;

            assertThat(find("alice@example.org").account()).contains(alice);
        }

        @Test
        void isNotTakenForNobodysWithoutHavingAsked() {
            accounts.add(new FakeAccount("alice@example.org"));
            accounts.emailIsAway = true;

            assertThatThrownBy(() -> find("alice@example.org")).isInstanceOf(IllegalStateException.class);
        }

        @Test
        void isNotUnknownBecauseItWasBefore() {
            find("nobody@example.org");
            unknownNames.forget("realm");
            accounts.usernameIsAway = true;

            assertThatThrownBy(() -> find("nobody@example.org")).isInstanceOf(IllegalStateException.class);
        }

        @Test
        void isRememberedForLookAlikesToo() {
            accounts.add(new FakeAccount("bob"));
            find("b\u00f6b");
            find("b\u00f6b");

            assertThat(accounts.lookUps).as("forms C and D").isEqualTo(2);
        }

        @Test
        void isLookedForInEachSpellingAndAsEachKindOnce() {
            find("jos\u00e9@b\u00fccher.example");
            find("jose\u0301@bu\u0308cher.example");
            find("jos\u00e9@xn--bcher-kva.example");

            assertThat(accounts.lookUps).isEqualTo(2 * 4);
        }

        @Test
        void ofASpellingIsNotAskedAboutWhileTheUserIsKnownByAnother() {
            exactly();
            accounts.add(new FakeAccount("jose\u0301"));
            find("jos\u00e9");
            int cold = accounts.lookUps;

            find("jos\u00e9");

            assertThat(accounts.lookUps - cold).as("of the one that is found").isEqualTo(1);
        }
    }

    /** People who log in by an address that is not their user name, and a database or directory that has to be asked for those. */
    @Nested
    class Address {

        private static final int MAILBOXES = 50_000;

        private final Everybody everybody = new Everybody();

        private void logIn(int person) {
            LoginName name = new LoginName("person-" + person + "@example.org");
            assertThat(finder.find(name, everybody).account()).isPresent();
        }

        private void inventNames() {
            for (int i = 0; i < 300_000; i++) {
                finder.find(new LoginName("made-up-" + i + "@example.net"), everybody);
            }
            everybody.searches = 0;
        }

        @Test
        void ofEachOfManyIsNobodysUserNameWithoutAskingAgain() {
            for (int person = 0; person < MAILBOXES; person++) {
                logIn(person);
            }
            assertThat(everybody.searches).isEqualTo(MAILBOXES);

            for (int person = 0; person < MAILBOXES; person++) {
                logIn(person);
            }

            assertThat(everybody.searches).isEqualTo(MAILBOXES);
        }

        @Test
        void isNotPushedOutByMadeUpNames() {
            for (int person = 0; person < 1_000; person++) {
                logIn(person);
            }
            inventNames();

            for (int person = 0; person < 1_000; person++) {
                logIn(person);
            }

            assertThat(everybody.searches).isZero();
        }

        @Test
        void isAskedAboutAgainAfterTenMinutesAndNotBefore() {
            logIn(1);
            nanos.set(UnknownNames.LIFESPAN_OF_OTHERS.toNanos() - 1);
            logIn(1);
            assertThat(everybody.searches).isEqualTo(1);

            nanos.incrementAndGet();
            logIn(1);

            assertThat(everybody.searches).isEqualTo(2);
        }

        /** Made on another node, which this one is not told. */
        @Test
        void thatBecomesSomebodysUserNameIsHersForTenMinutesAndThenNamesTwo() {
            FakeAccount alice = accounts.add(new FakeAccount("alice").email("alice@example.org", true));
            find("alice@example.org");
            accounts.add(new FakeAccount("alice@example.org"));

            nanos.addAndGet(UnknownNames.LIFESPAN_OF_OTHERS.toNanos() - 1);
            assertThat(find("alice@example.org").account()).contains(alice);

            nanos.incrementAndGet();
            assertThat(find("alice@example.org").refusal()).contains(Reason.AMBIGUOUS_USER);
        }

        @Test
        void thatBecomesSomebodysUserNameOnThisNodeNamesTwoAtOnce() {
            accounts.add(new FakeAccount("alice").email("alice@example.org", true));
            find("alice@example.org");
            accounts.add(new FakeAccount("alice@example.org"));

            unknownNames.forget("realm");

            assertThat(find("alice@example.org").refusal()).contains(Reason.AMBIGUOUS_USER);
        }

        /** What is remembered of an address goes with it: nobody is unknown by what it was to somebody else. */
        @Test
        void thatIsNobodysAnyMoreIsKnownAtOnceAsAUserName() {
            FakeAccount alice = accounts.add(new FakeAccount("alice").email("alice@example.org", true));
            find("alice@example.org");
            alice.email("elsewhere@example.org", true);
            FakeAccount other = accounts.add(new FakeAccount("alice@example.org"));

            assertThat(find("alice@example.org").account()).contains(other);
        }

        @Test
        void thatIsNobodysAnyMoreIsLookedForOnce() {
            FakeAccount alice = accounts.add(new FakeAccount("alice").email("alice@example.org", true));
            find("alice@example.org");
            alice.email("elsewhere@example.org", true);
            accounts.lookUps = 0;

            find("alice@example.org");
            assertThat(accounts.lookUps).isEqualTo(2);
            find("alice@example.org");
            assertThat(accounts.lookUps).isEqualTo(2);
        }
    }

    /** Has everybody of one domain by address, from memory; nobody by name, for which it has to search. */
    private static final class Everybody implements Accounts {

        private int searches;

        @Override
        public boolean emailsAreUnique() {
            return true;
        }

        @Override
        public boolean isRole(String roleId) {
            return true;
        }

        @Override
        public String realmId() {
            return "realm";
        }

        @Override
        public Optional<Account> byUsername(String spelling) {
            searches++;
            return Optional.empty();
        }

        @Override
        public Optional<Account> byEmail(String spelling) {
            return spelling.endsWith("@example.org")
                    ? Optional.of(new FakeAccount("somebody").email(spelling, true))
                    : Optional.empty();
        }

        @Override
        public boolean emailIsLoginName() {
            return true;
        }

        @Override
        public boolean ownersCannotEdit(String attribute) {
            return false;
        }

        @Override
        public String fold(String name) {
            return name;
        }
    }
}
