package io.github.keycloakapppasswords.validation;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.keycloakapppasswords.credential.AppPasswordCredential;
import io.github.keycloakapppasswords.credential.AppPasswordCredentialData;
import io.github.keycloakapppasswords.credential.EndCause;
import io.github.keycloakapppasswords.lifecycle.DatabaseClock;
import io.github.keycloakapppasswords.node.NodeStatus;
import io.github.keycloakapppasswords.row.Tombstone;
import io.github.keycloakapppasswords.secret.AppPassword;
import io.github.keycloakapppasswords.secret.AppPasswordHash;
import io.github.keycloakapppasswords.secret.AppPasswordHasher;
import io.github.keycloakapppasswords.term.Network;
import io.github.keycloakapppasswords.term.Protocol;
import io.github.keycloakapppasswords.username.NameComparison;
import io.github.keycloakapppasswords.username.UnknownNames;
import io.github.keycloakapppasswords.userstorage.StorageOptions;
import io.github.keycloakapppasswords.verdict.Decision;
import io.github.keycloakapppasswords.verdict.LoginIdentity;
import io.github.keycloakapppasswords.verdict.NewsForOwner;
import io.github.keycloakapppasswords.verdict.Reason;
import io.github.keycloakapppasswords.verdict.Requester;
import io.github.keycloakapppasswords.verdict.Verdict;
import io.github.keycloakapppasswords.watch.SignInOutcome;
import io.github.keycloakapppasswords.watch.WatchedOwners;
import io.github.keycloakapppasswords.watch.WatchedSignIns;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Alice has made an app password a minute ago, and watches. Bob has made one an hour ago. */
class OwnersNewsTest {

    private static final Instant NOW = Instant.parse("2030-01-02T03:04:05Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    private final SecureRandom random = new SecureRandom();
    private final AppPasswordHasher hasher = new AppPasswordHasher();
    private final WatchedOwners watched = new WatchedOwners(CLOCK);
    private final FakeAccounts accounts = new FakeAccounts();
    private final FakeAccount alice = accounts.add(new FakeAccount("alice"));
    private final FakeAccount bob = accounts.add(new FakeAccount("bob"));
    private final AppPassword alices = AppPassword.generate(random);
    private final AppPassword bobs = AppPassword.generate(random);
    private final Validation validation = validation(watched);

    OwnersNewsTest() {
        AppPasswordHash hash = give(alice, "alices", alices, NOW.minusSeconds(60));
        watched.add(
                accounts.realmId(),
                alice.id,
                Set.of(WatchedSignIns.folded("alice"), WatchedSignIns.folded("alice@example.org")),
                List.of(new Tombstone("alices", "phone", hash, EndCause.REVOKED)));
        give(bob, "bobs", bobs, NOW.minusSeconds(3600));
    }

    private AppPasswordHash give(FakeAccount user, String id, AppPassword password, Instant at) {
        AppPasswordHash hash = hasher.hash(password, random);
        AppPasswordCredentialData data = new AppPasswordCredentialData(
                Set.of(Protocol.IMAP), List.of(Network.parse("192.0.2.0/24")), null, user.id, false);
        user.appPasswords.add(new AppPasswordCredential(id, "phone", at, data, hash));
        return hash;
    }

    private static Validation validation(WatchedOwners watched) {
        return Validation.standard(
                new UserFinder(new UnknownNames(Ticker.disabledTicker(), StorageOptions.DEFAULT.outage())),
                CLOCK,
                new NodeStatus(Duration.ofMinutes(5), () -> 0, new DatabaseClock(CLOCK)),
                watched);
    }

    private static Requester requester() {
        return new Requester(
                "dovecot",
                Set.of(Protocol.IMAP, Protocol.SMTP),
                LoginIdentity.USERNAME,
                NameComparison.BY_PROTOCOL,
                null,
                "*",
                Requester.ClientAddress.OPTIONAL);
    }

    private Decision decide(String name, String password, Protocol protocol, @Nullable String address) {
        return validation.decide(requester(), Submission.of(name, password, protocol, address), accounts);
    }

    private List<NewsForOwner> news(String name, String password) {
        return decide(name, password, Protocol.IMAP, "192.0.2.7").news();
    }

    private NewsForOwner ofAlice(@Nullable String credentialId, SignInOutcome outcome) {
        return new NewsForOwner(alice.id, credentialId, outcome, NOW);
    }

    @Test
    void tellOfTheNewAppPassword() {
        assertThat(news("alice", alices.reveal())).containsExactly(ofAlice("alices", SignInOutcome.ACCEPTED));
        assertThat(decide("alice", alices.reveal(), Protocol.SMTP, "192.0.2.7").news())
                .containsExactly(ofAlice("alices", SignInOutcome.PROTOCOL));
        assertThat(decide("alice", alices.reveal(), Protocol.IMAP, "198.51.100.7")
                        .news())
                .containsExactly(ofAlice("alices", SignInOutcome.NETWORK));
        assertThat(decide("alice", alices.reveal(), Protocol.IMAP, null).news())
                .containsExactly(ofAlice("alices", SignInOutcome.ASK_ADMIN));
    }

    @Test
    void tellNothingOfOneThatWasMadeLongAgo() {
        assertThat(news("bob", bobs.reveal())).isEmpty();
        assertThat(decide("bob", bobs.reveal(), Protocol.SMTP, "192.0.2.7").news())
                .isEmpty();
        assertThat(news("bob", AppPassword.generate(random).reveal())).isEmpty();
    }

    @Test
    void tellOfAnotherAppPasswordThatIsSentForAnOwnerOfANewOne() {
        assertThat(news("alice", AppPassword.generate(random).reveal()))
                .containsExactly(ofAlice(null, SignInOutcome.OTHER_APP_PASSWORD));
    }

    @Test
    void tellOfAnEndedOne() {
        AppPassword old = AppPassword.generate(random);
        alice.tombstones = List.of(new Tombstone("old", "old", hasher.hash(old, random), EndCause.REVOKED));

        assertThat(news("alice", old.reveal())).containsExactly(ofAlice(null, SignInOutcome.ENDED));
    }

    /** The same whether or not there is a user of the other name, and the verdict is that of any wrong pair. */
    @Test
    void tellTheOwnerAloneOfAWrongName() {
        NewsForOwner expected = ofAlice("alices", SignInOutcome.OTHER_NAME);
        accounts.add(new FakeAccount("dora")).enabled = false;
        accounts.sharedAddresses.add("shared@example.org");

        for (String name : List.of("bob", "nobody", "alice@example.org", "al/ice", "dora", "shared@example.org")) {
            Decision decision = decide(name, alices.reveal(), Protocol.IMAP, "192.0.2.7");
            assertThat(decision.news()).as(name).containsExactly(expected);
            assertThat(decision.verdict()).as(name).isEqualTo(Verdict.INVALID);
            assertThat(decision.credentialId()).as(name).isNull();
        }
        assertThat(decide("bob", alices.reveal(), Protocol.IMAP, null).reason()).isEqualTo(Reason.WRONG_SECRET);
        assertThat(news("nobody", AppPassword.generate(random).reveal())).isEmpty();
    }

    /** The app password has gone, and this node still remembers it for the page. The name is right. */
    @Test
    void neverTellTheOwnerThatTheRightNameIsWrong() {
        alice.appPasswords.clear();

        Decision decision = decide("alice", alices.reveal(), Protocol.IMAP, "192.0.2.7");

        assertThat(decision.reason()).isEqualTo(Reason.WRONG_SECRET);
        assertThat(decision.news()).isEmpty();
    }

    /** Otherwise Alice would see by the missing news that Carol has made an app password. */
    @Test
    void tellBothOwnersWhereTheNameIsThatOfAnotherOwnerOfANewOne() {
        FakeAccount carol = accounts.add(new FakeAccount("carol"));
        give(carol, "carols", AppPassword.generate(random), NOW.minusSeconds(30));

        assertThat(news("carol", alices.reveal()))
                .containsExactly(
                        ofAlice("alices", SignInOutcome.OTHER_NAME),
                        new NewsForOwner(carol.id, null, SignInOutcome.OTHER_APP_PASSWORD, NOW));
    }

    /** A disabled owner hears nothing by their own name; anybody else hears what they hear of an unknown name. */
    @Test
    void tellNothingOfADisabledUser() {
        alice.enabled = false;
        assertThat(decide("alice", alices.reveal(), Protocol.IMAP, "192.0.2.7").reason())
                .isEqualTo(Reason.USER_DISABLED);
        assertThat(news("alice", alices.reveal())).isEmpty();
        assertThat(news("alice", bobs.reveal())).isEmpty();
    }

    @Test
    void tellTheOwnerToAskAnAdminWhereTheirAddressIsShared() {
        alice.email("alice@example.org", true);
        accounts.sharedAddresses.add("alice@example.org");
        Requester requester = new Requester(
                "dovecot",
                Set.of(Protocol.IMAP),
                LoginIdentity.EMAIL,
                NameComparison.BY_PROTOCOL,
                null,
                "*",
                Requester.ClientAddress.OPTIONAL);

        Decision decision = validation.decide(
                requester, Submission.of("alice", alices.reveal(), Protocol.IMAP, "192.0.2.7"), accounts);

        assertThat(decision.reason()).isEqualTo(Reason.AMBIGUOUS_USER);
        assertThat(decision.news()).containsExactly(ofAlice("alices", SignInOutcome.ASK_ADMIN));
    }

    @Test
    void tellOfAMainPasswordWhoeverWatchesByThatName() {
        assertThat(news(" Alice@Example.org", "a main password"))
                .containsExactly(ofAlice(null, SignInOutcome.NOT_AN_APP_PASSWORD));
        String mistyped = alices.reveal().substring(0, 28) + (alices.reveal().endsWith("0") ? "1" : "0");
        assertThat(news("alice", mistyped)).containsExactly(ofAlice(null, SignInOutcome.MISTYPED));
        assertThat(news("bob", "a main password")).isEmpty();
        assertThat(news("nobody", mistyped)).isEmpty();
        assertThat(accounts.lookUps).isZero();
    }

    @Test
    void changeNoVerdictByAFault() {
        AtomicBoolean broken = new AtomicBoolean();
        WatchedOwners breaking = new WatchedOwners(new BreakingClock(broken));
        breaking.add(accounts.realmId(), alice.id, Set.of(), List.of());
        Validation validating = validation(breaking);
        broken.set(true);

        assertThat(validating.decide(requester(), submission("nobody", alices.reveal()), accounts))
                .isEqualTo(new Decision(Reason.UNKNOWN_USER, null, null, null, null, true));
        assertThat(validating
                        .decide(requester(), submission("alice", "a main password"), accounts)
                        .reason())
                .isEqualTo(Reason.NOT_AN_APP_PASSWORD);
        assertThat(validating
                        .decide(requester(), submission("alice", bobs.reveal()), accounts)
                        .reason())
                .isEqualTo(Reason.WRONG_SECRET);
        assertThat(validating
                        .decide(requester(), submission("alice", alices.reveal()), accounts)
                        .verdict())
                .isEqualTo(Verdict.OK);
    }

    private static Submission submission(String name, String password) {
        return Submission.of(name, password, Protocol.IMAP, "192.0.2.7");
    }

    /** Stands for any fault. */
    private static final class BreakingClock extends Clock {

        private final AtomicBoolean broken;

        BreakingClock(AtomicBoolean broken) {
            this.broken = broken;
        }

        @Override
        public Instant instant() {
            if (broken.get()) {
                throw new IllegalStateException("broken");
            }
            return NOW;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
