package io.github.keycloakapppasswords.validation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.validation.UnknownNames.Kind;
import io.github.keycloakapppasswords.validation.UnknownNames.Name;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class UnknownNamesTest {

    private final AtomicLong nanos = new AtomicLong();
    private final UnknownNames names = new UnknownNames(nanos::get, Duration.ofHours(1));
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

    @Test
    void areBoundedAgainstMadeUpNames() {
        for (int i = 0; i < 100_000; i++) {
            remember(new Name("realm", Kind.USERNAME, "made-up-" + i));
        }

        assertThat(names.size()).isLessThanOrEqualTo(UnknownNames.MAXIMUM);
    }
}
