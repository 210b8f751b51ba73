package io.github.keycloakapppasswords.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.keycloak.storage.StorageUnavailableException;

class OwnerNamesTest {

    /** Another user may have the other spelling of the domain. */
    @Test
    void leaveOutNamesWithAnInternationalDomain() {
        List<String> international =
                List.of("bob@b\u00fccher.example", "bob@XN--bcher-kva.example", "bob@mail.xn--bcher-kva.example");
        List<String> others = List.of("bob", "jos\u00e9", "xn--bob", "jos\u00e9@example.org");

        assertThat(international).allMatch(OwnerNames::hasInternationalDomain);
        assertThat(others).noneMatch(OwnerNames::hasInternationalDomain);
        assertThat(OwnerNames.theirsAlone(international, any -> true).names()).isEmpty();
    }

    @Test
    void leaveOutNamesOfAnotherUser() {
        assertThat(OwnerNames.theirsAlone(List.of("alice", "bob@example.org"), "alice"::equals))
                .isEqualTo(new OwnerNames.Found(Set.of("alice"), null));
    }

    @Test
    void keepTheNamesThatCanBeLookedUp() {
        StorageUnavailableException failure = new StorageUnavailableException("The directory does not answer.");

        OwnerNames.Found found = OwnerNames.theirsAlone(List.of("alice", "alice@example.org"), name -> {
            if (name.equals("alice")) {
                throw failure;
            }
            return true;
        });

        assertThat(found.names()).containsExactly("alice@example.org");
        assertThat(found.failure()).isSameAs(failure);
    }
}
