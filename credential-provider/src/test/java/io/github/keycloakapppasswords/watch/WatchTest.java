package io.github.keycloakapppasswords.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.term.Protocol;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WatchTest {

    private static final Instant NOW = Instant.parse("2030-01-02T03:04:05.678Z");
    private static final String TICKET = "AAAAAAAAAAAAAAAAAAAAAAAAAAA";

    private final Watch watch = new Watch("f:ldap:alice smith", "phone", NOW);

    @Test
    void isReadWithItsTicketAlone() {
        String note = watch.note(TICKET);

        assertThat(Watch.read(note, TICKET)).contains(watch);
        assertThat(Watch.read(note, TICKET.replaceFirst("A", "B"))).isEmpty();
        assertThat(Watch.read(note, "")).isEmpty();
    }

    @Test
    void keepsNoTicket() {
        assertThat(watch.note(TICKET)).doesNotContain(TICKET);
    }

    @Test
    void isFoundAmongTheTabsOfTheBrowser() {
        List<String> notes =
                List.of("", new Watch("alice", "tablet", NOW).note(TICKET.replace('A', 'B')), watch.note(TICKET));

        assertThat(Watch.of(notes, TICKET, NOW)).contains(watch);
        assertThat(Watch.of(notes, TICKET.replace('A', 'C'), NOW)).isEmpty();
    }

    @Test
    void isOverAfterAQuarterOfAnHour() {
        List<String> notes = List.of(watch.note(TICKET));
        Instant end = NOW.plus(Duration.ofMinutes(15));

        assertThat(Watch.of(notes, TICKET, end.minusMillis(1))).isPresent();
        assertThat(Watch.of(notes, TICKET, end)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "AAAA", "a b c"})
    void isNotReadFromAnythingElse(String note) {
        assertThat(Watch.read(note, TICKET)).isEmpty();
    }

    @Nested
    class News {

        private final SignInNews news =
                new SignInNews(SignInOutcome.PROTOCOL, Protocol.of("my-scanner"), "2001:db8::7", NOW, "phone");
        private final Instant second = Instant.parse("2030-01-02T03:04:05Z");

        /** A finer time would show how long Keycloak has looked for another user. */
        @Test
        void hasAWholeSecond() {
            assertThat(news.at()).isEqualTo(second);
            assertThat(news.notes()).containsEntry("at", String.valueOf(second.getEpochSecond()));
        }

        @Test
        void isReadAsItWasNoted() {
            assertThat(SignInNews.read(news.notes())).contains(news);
            SignInNews bare = new SignInNews(SignInOutcome.MISTYPED, Protocol.IMAP, null, NOW, null);
            assertThat(SignInNews.read(bare.notes())).contains(bare);
        }

        @Test
        void ofAnotherVersionIsNothing() {
            Map<String, String> notes = new HashMap<>(news.notes());
            notes.put("outcome", "FROM_THE_FUTURE");

            assertThat(SignInNews.read(notes)).isEmpty();
            assertThat(SignInNews.read(Map.of())).isEmpty();
            assertThat(SignInNews.read(null)).isEmpty();
        }

        @Test
        void concernsThePageOfItsAppPasswordSinceItWasShown() {
            assertThat(news.concerns("phone", second)).isTrue();
            assertThat(news.concerns("tablet", second)).isFalse();
            assertThat(news.concerns("phone", second.plusMillis(1))).isFalse();
        }
    }
}
