package io.github.keycloakapppasswords.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.credential.EndCause;
import io.github.keycloakapppasswords.row.Tombstone;
import io.github.keycloakapppasswords.secret.AppPassword;
import io.github.keycloakapppasswords.secret.AppPasswordHasher;
import io.github.keycloakapppasswords.watch.NewAppPasswords.NewAppPassword;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NewAppPasswordsTest {

    private static final Instant NOW = Instant.parse("2030-01-02T03:04:05Z");

    private final SecureRandom random = new SecureRandom();
    private final AppPasswordHasher hasher = new AppPasswordHasher();
    private final AppPassword secret = AppPassword.generate(random);
    private Instant now = NOW;
    private final NewAppPasswords made = new NewAppPasswords(new Clock() {
        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    });

    private Optional<NewAppPassword> recognised(String realmId, AppPassword sent) {
        return made.recognise(realmId, hasher.compare(sent)::matches);
    }

    private Tombstone record(String id, AppPassword password) {
        return new Tombstone(id, "phone", hasher.hash(password, random), EndCause.REVOKED);
    }

    @Test
    void recognisesTheSecretInItsRealm() {
        made.add("realm", "alice", record("phone", secret));

        assertThat(recognised("realm", secret)).contains(new NewAppPassword("phone", "alice"));
        assertThat(made.isAnyOf("realm")).isTrue();
    }

    @Test
    void knowsNothingOfAnotherRealmOrAnotherSecret() {
        made.add("realm", "alice", record("phone", secret));

        assertThat(recognised("other", secret)).isEmpty();
        assertThat(recognised("realm", AppPassword.generate(random))).isEmpty();
        assertThat(made.isAnyOf("other")).isFalse();
    }

    @Test
    void forgetsWhenNoPageCanBeOpenAnyMore() {
        made.add("realm", "alice", record("phone", secret));
        now = NOW.plus(Duration.ofMinutes(16));

        assertThat(recognised("realm", secret)).isEmpty();
        assertThat(made.isAnyOf("realm")).isFalse();
        assertThat(made.isNew(NOW, now)).isFalse();
        assertThat(made.isNew(NOW, now.minusMillis(1))).isTrue();
    }

    @Test
    void keepsTheNewestSoMany() {
        made.add("realm", "alice", record("phone", secret));
        for (int i = 0; i < NewAppPasswords.MOST - 1; i++) {
            made.add("realm", "bob", record("id-" + i, AppPassword.generate(random)));
        }
        assertThat(recognised("realm", secret)).isPresent();

        made.add("realm", "bob", record("one-more", AppPassword.generate(random)));

        assertThat(recognised("realm", secret)).isEmpty();
    }

    @Test
    void keepsOneThatIsReadTwiceOnce() {
        Tombstone phone = record("phone", secret);
        for (int i = 0; i < 2 * NewAppPasswords.MOST; i++) {
            made.add("realm", "alice", phone);
        }
        AppPassword other = AppPassword.generate(random);
        made.add("realm", "alice", record("tablet", other));

        assertThat(recognised("realm", secret)).isPresent();
        assertThat(recognised("realm", other)).isPresent();
    }
}
