package io.github.keycloakapppasswords.reporting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.keycloakapppasswords.term.Protocol;
import io.github.keycloakapppasswords.verdict.Attempt;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class UnmovedAttemptsTest {

    private static final String REALM = "realm";

    private final SettableClock clock = new SettableClock(Instant.parse("2030-01-01T00:00:00Z"));
    private final AtomicLong nanos = new AtomicLong();
    private final Directory directory = new Directory();
    private final List<String> events = Collections.synchronizedList(new ArrayList<>());
    private final ReportQueue queue =
            new ReportQueue(report -> events.add(String.valueOf(report.userId())), nanos::get, clock);
    private final UnmovedAttempts attempts = new UnmovedAttempts(directory, queue, nanos::get, clock);

    /** Users whose name begins with {@code user} are in the table, those with {@code ldap} in a storage; others do not exist. */
    private static final class Directory implements UnmovedUsers {

        private final List<Integer> lookUps = new ArrayList<>();
        private final List<Integer> transactions = new ArrayList<>();
        private final List<String> searched = new ArrayList<>();
        private final List<String> noted = new ArrayList<>();
        private final Set<String> refused = new HashSet<>();
        private boolean storage;
        private boolean events = true;
        private boolean away;

        @Override
        public LookUp lookUp(List<UnmovedAttempt> batch) {
            answer();
            lookUps.add(batch.size());
            Map<UnmovedAttempt, Optional<String>> users = new HashMap<>();
            for (UnmovedAttempt attempt : batch) {
                if (attempt.name().startsWith("user")) {
                    users.put(attempt, Optional.of("id-" + attempt.name()));
                } else if (!storage) {
                    users.put(attempt, Optional.empty());
                }
            }
            return new LookUp(users, events ? Set.of(REALM) : Set.of());
        }

        @Override
        public Optional<String> search(UnmovedAttempt attempt) {
            searched.add(attempt.name());
            return attempt.name().startsWith("ldap") ? Optional.of("id-" + attempt.name()) : Optional.empty();
        }

        @Override
        public void note(List<Found> found) {
            answer();
            if (found.stream().anyMatch(one -> refused.contains(one.userId()))) {
                throw new IllegalStateException("refused");
            }
            transactions.add(found.size());
            found.forEach(one -> noted.add(one.userId()));
        }

        private void answer() {
            if (away) {
                throw new IllegalStateException("away");
            }
        }
    }

    private void sent(String name) {
        sent(name, "192.0.2.7");
    }

    private void sent(String name, String address) {
        attempts.sent(REALM, "dovecot", new Attempt(name, Protocol.IMAP, address));
    }

    private void sent(String prefix, int number) {
        IntStream.range(0, number).forEach(i -> sent(prefix + "-" + i));
    }

    private List<String> events() {
        queue.close();
        return events;
    }

    /** 56 a second are needed for 200,000 users in an hour. */
    @Test
    void noteAHundredUsersASecondByOneLookUpAndOneTransaction() {
        sent("user", 250);
        attempts.write();

        assertThat(directory.noted).hasSize(UnmovedAttempts.BATCH);
        assertThat(directory.lookUps).containsExactly(UnmovedAttempts.BATCH);
        assertThat(directory.transactions).containsExactly(UnmovedAttempts.BATCH);
        assertThat(directory.searched).isEmpty();
        assertThat(UnmovedAttempts.BATCH * Duration.ofHours(1).dividedBy(UnmovedAttempts.INTERVAL))
                .isGreaterThanOrEqualTo(200_000);
    }

    @Test
    void noteAllOfThemInTheEnd() {
        sent("user", 250);
        attempts.writeAll();

        assertThat(directory.noted).hasSize(250).doesNotHaveDuplicates();
        assertThat(attempts.size()).isZero();
        assertThat(attempts.droppedInAll()).isZero();
    }

    @Test
    void noteAUserOnceInTwelveHoursFromWhateverAddress() {
        for (int i = 0; i < 10; i++) {
            sent("user", "192.0.2." + i);
            attempts.write();
        }
        sent(" USER ");
        attempts.write();
        assertThat(directory.noted).containsExactly("id-user");
        assertThat(directory.lookUps).hasSize(1);

        nanos.addAndGet(UnmovedMemory.NOTED.toNanos());
        sent("user");
        attempts.write();

        assertThat(directory.noted).containsExactly("id-user", "id-user");
    }

    @Test
    void noteEachProtocol() {
        for (Protocol protocol : List.of(Protocol.IMAP, Protocol.SMTP)) {
            attempts.sent(REALM, "dovecot", new Attempt("user", protocol, null));
        }
        attempts.write();

        assertThat(directory.noted).containsExactly("id-user", "id-user");
    }

    @Test
    void makeAnEventForEachUserAndOneForUnknownNamesOfAnAddress() {
        sent("user", 3);
        sent("made-up", 20);
        attempts.write();

        assertThat(events()).containsExactlyInAnyOrder("id-user-0", "id-user-1", "id-user-2", "null");
    }

    @Test
    void makeNoEventThatNobodyWants() {
        directory.events = false;
        sent("user", 3);
        sent("made-up", 3);
        attempts.write();

        assertThat(directory.noted).hasSize(3);
        assertThat(events()).isEmpty();
        assertThat(queue.droppedInAll()).isZero();
    }

    @Nested
    class MadeUpNames {

        @Test
        void areLookedUpOnceADay() {
            for (int i = 0; i < 10; i++) {
                sent("made-up");
                attempts.write();
            }

            assertThat(directory.lookUps).containsExactly(1);
        }

        @Test
        void areBoundedInMemory() {
            for (int i = 0; i < 200; i++) {
                sent("made-up-" + i, 1000);
                attempts.write();
            }

            assertThat(attempts.othersHeld()).isLessThanOrEqualTo(UnmovedMemory.MAXIMUM_OF_OTHERS);
            assertThat(attempts.size()).isLessThanOrEqualTo(UnmovedAttempts.WAITING);
        }

        @Test
        void doNotDisplaceNotedUsers() {
            sent("user", 100);
            attempts.write();
            for (int i = 0; i < 200; i++) {
                sent("made-up-" + i, 1000);
            }
            attempts.writeAll();
            directory.noted.clear();

            sent("user", 100);
            attempts.writeAll();

            assertThat(directory.noted).isEmpty();
        }

        @Test
        void areSearchedForInAStorageNoMoreThanTheBudgetAllows() {
            directory.storage = true;
            sent("made-up", 1000);
            sent("user", 10);
            attempts.writeAll();

            assertThat(directory.searched).hasSize(UnmovedAttempts.SEARCHES_PER_MINUTE);
            assertThat(directory.noted).hasSize(10);
            assertThat(attempts.droppedInAll()).isEqualTo(1000 - UnmovedAttempts.SEARCHES_PER_MINUTE);
        }

        @Test
        void aboveTheBudgetCostNoLookUpAndCountOnce() {
            directory.storage = true;
            sent("made-up", 200);
            attempts.writeAll();
            int lookUps = directory.lookUps.size();
            for (int i = 0; i < 10; i++) {
                sent("made-up", 200);
                attempts.writeAll();
            }

            assertThat(directory.lookUps).hasSize(lookUps);
            assertThat(attempts.droppedInAll()).isEqualTo(80);

            clock.advance(Duration.ofMinutes(1));
            sent("made-up", 200);
            attempts.writeAll();

            assertThat(directory.searched).hasSize(200);
            assertThat(attempts.droppedInAll()).isEqualTo(80);
        }
    }

    @Test
    void findUsersOfAStorageWithoutUsingUpTheBudget() {
        directory.storage = true;
        sent("ldap", 500);
        attempts.writeAll();

        assertThat(directory.noted).hasSize(500);
        assertThat(attempts.droppedInAll()).isZero();
    }

    @Test
    void comeAgainAfterTheyFoundNoRoomAndCountOnce() {
        sent("made-up", UnmovedAttempts.WAITING);
        for (int i = 0; i < 10; i++) {
            sent("user");
        }
        assertThat(attempts.droppedInAll()).isEqualTo(1);
        assertThat(attempts.size()).isEqualTo(UnmovedAttempts.WAITING);

        attempts.write();
        sent("user");
        attempts.writeAll();

        assertThat(directory.noted).containsExactly("id-user");
        assertThat(attempts.droppedInAll()).isEqualTo(1);
    }

    @Nested
    class AfterAFailure {

        @Test
        void areTakenAgain() {
            directory.away = true;
            sent("user", 10);
            assertThatThrownBy(attempts::write).isInstanceOf(IllegalStateException.class);
            assertThat(attempts.size()).isZero();
            directory.away = false;

            sent("user", 10);
            attempts.write();

            assertThat(directory.noted).hasSize(10);
        }

        @Test
        void areNotedWithoutTheOneThatTheDatabaseRefuses() {
            directory.refused.add("id-user-5");
            sent("user", 10);
            assertThatThrownBy(attempts::write).isInstanceOf(IllegalStateException.class);

            assertThat(directory.noted).hasSize(9).doesNotContain("id-user-5");
            assertThat(events()).hasSize(9).doesNotContain("id-user-5");
        }

        @Test
        void areNotTriedOneByOneWhileTheDatabaseRefusesAll() {
            IntStream.range(0, 10).forEach(i -> directory.refused.add("id-user-" + i));
            sent("user", 50);
            assertThatThrownBy(attempts::write).isInstanceOf(IllegalStateException.class);
            directory.refused.clear();
            directory.noted.clear();

            sent("user", 50);
            attempts.write();

            assertThat(directory.noted).isNotEmpty();
        }
    }
}
