package io.github.keycloakapppasswords.reporting;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.reporting.SeriesNames.Pair;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SeriesNamesTest {

    private final SeriesNames names = new SeriesNames();

    @Test
    void areTheRealmsAndProtocolsOwn() {
        assertThat(names.of("demo", "imap")).isEqualTo(new Pair("demo", "imap"));
        assertThat(names.of("demo", "imap")).isEqualTo(new Pair("demo", "imap"));
    }

    @Test
    void areBoundedInOneRealmWithoutHarmToOthers() {
        for (int i = 0; i < 10_000; i++) {
            names.of("hostile", "made-up-" + i);
        }

        assertThat(names.of("hostile", "made-up-0")).isEqualTo(new Pair("hostile", "made-up-0"));
        assertThat(names.of("hostile", "one-more")).isEqualTo(new Pair("hostile", SeriesNames.OTHER));
        assertThat(names.of("demo", "imap")).isEqualTo(new Pair("demo", "imap"));
    }

    @Test
    void areBoundedOverAllRealms() {
        Set<Pair> pairs = new HashSet<>();
        for (int i = 0; i < 100_000; i++) {
            pairs.add(names.of("realm-" + i, "imap"));
        }

        assertThat(pairs).hasSize(SeriesNames.MOST + 1).contains(new Pair(SeriesNames.OTHER, SeriesNames.OTHER));
    }
}
