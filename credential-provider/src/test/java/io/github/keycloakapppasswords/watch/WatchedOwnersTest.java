package io.github.keycloakapppasswords.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.credential.EndCause;
import io.github.keycloakapppasswords.row.Tombstone;
import io.github.keycloakapppasswords.secret.AppPassword;
import io.github.keycloakapppasswords.secret.AppPasswordHasher;
import io.github.keycloakapppasswords.watch.WatchedOwners.Recognised;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WatchedOwnersTest {

    private final SecureRandom random = new SecureRandom();
    private final AppPasswordHasher hasher = new AppPasswordHasher();
    private final AppPassword secret = AppPassword.generate(random);
    private final MovingClock clock = new MovingClock();
    private final WatchedOwners owners = new WatchedOwners(clock);

    private Optional<Recognised> recognised(String realmId, AppPassword sent) {
        return owners.recognise(realmId, hasher.compare(sent)::matches);
    }

    private Tombstone record(String id, AppPassword password) {
        return new Tombstone(id, "phone", hasher.hash(password, random), EndCause.REVOKED);
    }

    private static Set<String> names(String... names) {
        return Set.of(java.util.Arrays.stream(names).map(WatchedSignIns::folded).toArray(String[]::new));
    }

    @Test
    void recognisesTheSecretAndTheNameInTheirRealm() {
        owners.add("realm", "alice-id", names("alice", "alice@example.org"), List.of(record("phone", secret)));

        assertThat(recognised("realm", secret)).contains(new Recognised("alice-id", "phone"));
        assertThat(owners.named("realm", List.of("Alice"))).contains("alice-id");
        assertThat(owners.named("realm", List.of("x", "ALICE@example.org"))).contains("alice-id");
    }

    @Test
    void knowsNothingOfAnotherRealmAnotherSecretOrAnotherName() {
        owners.add("realm", "alice-id", names("alice"), List.of(record("phone", secret)));

        assertThat(recognised("other", secret)).isEmpty();
        assertThat(recognised("realm", AppPassword.generate(random))).isEmpty();
        assertThat(owners.named("other", List.of("alice"))).isEmpty();
        assertThat(owners.named("realm", List.of("alic", "alice@example.org"))).isEmpty();
    }

    /** Otherwise one of them would see the sign-ins of the other. */
    @Test
    void namesNobodyWhereTwoOwnersHaveTheName() {
        owners.add("realm", "alice-id", names("shared@example.org"), List.of());
        owners.add("realm", "bob-id", names("shared@example.org"), List.of());

        assertThat(owners.named("realm", List.of("shared@example.org"))).isEmpty();
    }

    @Test
    void forgetsWhenNoPageCanBeOpenAnyMore() {
        owners.add("realm", "alice-id", names("alice"), List.of(record("phone", secret)));
        clock.advance(Duration.ofMinutes(16));

        assertThat(recognised("realm", secret)).isEmpty();
        assertThat(owners.named("realm", List.of("alice"))).isEmpty();
        assertThat(WatchedOwners.isNew(MovingClock.START, clock.instant())).isFalse();
        assertThat(WatchedOwners.isNew(MovingClock.START, clock.instant().minusMillis(1)))
                .isTrue();
    }

    @Test
    void keepsTheNewestOwnersOfARealm() {
        owners.add("realm", "alice-id", names("alice"), List.of(record("phone", secret)));
        for (int i = 0; i < WatchedOwners.MOST_OWNERS - 1; i++) {
            owners.add("realm", "id-" + i, names("user-" + i), List.of());
        }
        assertThat(recognised("realm", secret)).isPresent();

        owners.add("realm", "one-more", names("one-more"), List.of());

        assertThat(recognised("realm", secret)).isEmpty();
    }

    /** A realm with many owners takes no room of another realm. */
    @Test
    void keepsAnOwnerHoweverManyAnotherRealmHas() {
        owners.add("realm", "alice-id", names("alice"), List.of(record("phone", secret)));
        for (int i = 0; i < 2 * WatchedOwners.MOST_OWNERS; i++) {
            owners.add("hostile", "id-" + i, names("user-" + i), List.of());
        }

        assertThat(recognised("realm", secret)).isPresent();
    }

    /** An owner who makes one app password after the other takes no room of another owner. */
    @Test
    void keepsAnOwnerHoweverManyAppPasswordsAnotherOwnerMakes() {
        owners.add("realm", "alice-id", names("alice"), List.of(record("phone", secret)));
        List<Tombstone> many = new ArrayList<>();
        AppPassword newest = AppPassword.generate(random);
        for (int i = 0; i < 2 * WatchedOwners.MOST_OWNERS; i++) {
            newest = AppPassword.generate(random);
            many.add(record("id-" + i, newest));
            owners.add("realm", "bob-id", names("bob"), many.subList(Math.max(0, i - 10), i + 1));
        }

        assertThat(recognised("realm", secret)).isPresent();
        assertThat(recognised("realm", newest)).isPresent();
        List<String> compared = new ArrayList<>();
        Optional<Recognised> none = owners.recognise("realm", hash -> !compared.add("one"));
        assertThat(none).isEmpty();
        assertThat(compared).hasSize(1 + WatchedOwners.MOST_OF_ONE);
    }
}
