package io.github.keycloakapppasswords.username;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.username.UnknownNames.Kind;
import io.github.keycloakapppasswords.username.UnknownNames.Name;
import io.github.keycloakapppasswords.userstorage.StorageOptions;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class UnknownNamesTest {

    private final AtomicLong nanos = new AtomicLong();
    private final UnknownNames names = new UnknownNames(nanos::get, StorageOptions.DEFAULT.outage());
    private final Name nobody = new Name("realm", Kind.USERNAME, "nobody");

    private void remember(Name name) {
        names.remember(name, names.generation(name.realmId()));
    }

    @Test
    void remembersForHalfAMinute() {
        remember(nobody);
        nanos.addAndGet(UnknownNames.LIFESPAN.toNanos() - 1);
        assertThat(names.contains(nobody)).isTrue();
        nanos.addAndGet(1);
        assertThat(names.contains(nobody)).isFalse();
    }

    @Test
    void tellsRealmsAndKindsApart() {
        remember(nobody);

        assertThat(names.contains(new Name("other", Kind.USERNAME, "nobody"))).isFalse();
        assertThat(names.contains(new Name("realm", Kind.EMAIL, "nobody"))).isFalse();
    }

    @Test
    void forgetsARealmWhoseUsersChanged() {
        Name elsewhere = new Name("other", Kind.USERNAME, "nobody");
        remember(nobody);
        remember(elsewhere);

        names.forget("realm");

        assertThat(names.contains(nobody)).isFalse();
        assertThat(names.contains(elsewhere)).isTrue();
    }

    @Test
    void doesNotRememberALookUpThatTheChangeOvertook() {
        long before = names.generation("realm");
        names.forget("realm");

        names.remember(nobody, before);

        assertThat(names.contains(nobody)).isFalse();
    }

    /** Nobody else has the address of somebody who logs in by it. */
    @Test
    void thatAreSomebodysOtherNameCountForTenMinutesAndInAnOutageForAsLongAsThatMay() {
        names.rememberAsTheOther(nobody, names.generation("realm"));
        nanos.set(UnknownNames.LIFESPAN_OF_OTHERS.toNanos() - 1);
        assertThat(names.isOnlyTheOther(nobody)).isTrue();
        nanos.incrementAndGet();
        assertThat(names.isOnlyTheOther(nobody)).isFalse();
        assertThat(names.contains(nobody)).as("an answer by itself").isFalse();

        nanos.set(StorageOptions.DEFAULT.outage().toNanos() - 1);
        assertThat(names.wasOnlyTheOther(nobody)).isTrue();
        nanos.incrementAndGet();
        assertThat(names.wasOnlyTheOther(nobody)).isFalse();
    }

    @Test
    void thatAreSomebodysOtherNameAreForgottenWithTheRest() {
        names.rememberAsTheOther(nobody, names.generation("realm"));

        names.forget("realm");

        assertThat(names.isOnlyTheOther(nobody)).isFalse();
        assertThat(names.wasOnlyTheOther(nobody)).as("for an outage").isTrue();
    }

    @Test
    void areBoundedAgainstMadeUpNames() {
        for (int i = 0; i < 100_000; i++) {
            remember(new Name("realm", Kind.USERNAME, "made-up-" + i));
        }

        assertThat(names.size()).isLessThanOrEqualTo(UnknownNames.MAXIMUM);
    }
}
