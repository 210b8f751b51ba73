package io.github.keycloakapppasswords.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.keycloakapppasswords.validation.UserFinder.Found;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UserFinderTest {

    private final FakeAccounts accounts = new FakeAccounts();
    private final UnknownNames unknownNames = new UnknownNames(Ticker.disabledTicker(), Duration.ofHours(1));
    private final UserFinder finder = new UserFinder(unknownNames);

    private Found find(String name) {
        return finder.find(LoginName.of(name, "").orElseThrow(), accounts);
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

            assertThat(accounts.lookUps).isEqualTo(1);
        }
    }
}
