package io.github.keycloakapppasswords.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.term.Protocol;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.keycloak.models.SingleUseObjectProvider;

class WatchedSignInsTest {

    private static final Instant NOW = Instant.parse("2030-01-02T03:04:05Z");

    private final Map<String, Map<String, String>> objects = new HashMap<>();
    private final WatchedSignIns signIns = new WatchedSignIns((SingleUseObjectProvider) Proxy.newProxyInstance(
            SingleUseObjectProvider.class.getClassLoader(),
            new Class<?>[] {SingleUseObjectProvider.class},
            (proxy, method, arguments) -> switch (method.getName()) {
                case "put" -> put((String) arguments[0], arguments[2]);
                case "get" -> objects.get(arguments[0]);
                case "contains" -> objects.containsKey(arguments[0]);
                default -> throw new UnsupportedOperationException(method.getName());
            }));

    @SuppressWarnings("unchecked")
    private @Nullable Object put(String key, Object notes) {
        objects.put(key, (Map<String, String>) notes);
        return null;
    }

    private static SignInNews news(SignInOutcome outcome, @Nullable String credentialId, Instant at) {
        return new SignInNews(outcome, Protocol.IMAP, "192.0.2.7", at, credentialId);
    }

    @Test
    void knowTheNamesOfAnOwnerByTheirDigests() {
        signIns.watch("realm", "alice-id", List.of("Alice", "alice", "alice@example.org"));

        assertThat(signIns.names("realm", "alice-id")).hasValueSatisfying(names -> assertThat(names)
                .containsExactlyInAnyOrder(WatchedSignIns.folded("alice"), WatchedSignIns.folded("ALICE@example.org")));
        assertThat(objects.toString()).doesNotContainIgnoringCase("alice@");
    }

    @Test
    void areOfOneRealm() {
        signIns.watch("realm", "alice-id", List.of("alice"));
        signIns.note("realm", "alice-id", news(SignInOutcome.ACCEPTED, "phone", NOW));
        signIns.note("realm", "alice-id", news(SignInOutcome.MISTYPED, null, NOW));

        assertThat(signIns.isWatched("other", "alice-id")).isFalse();
        assertThat(signIns.names("other", "alice-id")).isEmpty();
        assertThat(signIns.of("other", "alice-id", "phone", NOW)).isEmpty();
        assertThat(signIns.of("realm", "alice-id", "phone", NOW)).isPresent();
    }

    @Test
    void countAsNotedOnlyWhenTheCacheHasThem() {
        assertThat(signIns.note("realm", "alice-id", news(SignInOutcome.ACCEPTED, "phone", NOW)))
                .isFalse();
        assertThat(signIns.note("realm", "alice-id", news(SignInOutcome.ACCEPTED, "phone", NOW)))
                .isTrue();
    }

    @Test
    void showTheFirstAcceptedOneBeforeTheLastRefusedOne() {
        signIns.note("realm", "alice-id", news(SignInOutcome.ACCEPTED, "phone", NOW));
        signIns.note("realm", "alice-id", news(SignInOutcome.ACCEPTED, "phone", NOW.plusSeconds(5)));
        signIns.note("realm", "alice-id", news(SignInOutcome.MISTYPED, null, NOW.plusSeconds(6)));

        assertThat(signIns.of("realm", "alice-id", "phone", NOW)).contains(news(SignInOutcome.ACCEPTED, "phone", NOW));
        assertThat(signIns.of("realm", "alice-id", "tablet", NOW))
                .contains(news(SignInOutcome.MISTYPED, null, NOW.plusSeconds(6)));
    }

    @Test
    void showNothingFromBeforeThePage() {
        signIns.note("realm", "alice-id", news(SignInOutcome.ACCEPTED, "phone", NOW));
        signIns.note("realm", "alice-id", news(SignInOutcome.MISTYPED, null, NOW));

        assertThat(signIns.of("realm", "alice-id", "phone", NOW.plusSeconds(1))).isEmpty();
    }
}
