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
import io.github.keycloakapppasswords.secret.AppPasswordHasher;
import io.github.keycloakapppasswords.term.Network;
import io.github.keycloakapppasswords.term.Protocol;
import io.github.keycloakapppasswords.username.NameComparison;
import io.github.keycloakapppasswords.username.UnknownNames;
import io.github.keycloakapppasswords.userstorage.StorageOptions;
import io.github.keycloakapppasswords.verdict.Attempt;
import io.github.keycloakapppasswords.verdict.Decision;
import io.github.keycloakapppasswords.verdict.LoginIdentity;
import io.github.keycloakapppasswords.verdict.NewsForOwner;
import io.github.keycloakapppasswords.verdict.Reason;
import io.github.keycloakapppasswords.verdict.Requester;
import io.github.keycloakapppasswords.verdict.Verdict;
import io.github.keycloakapppasswords.watch.SignInOutcome;
import io.github.keycloakapppasswords.watch.WatchedOwners;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValidationTest {

    private static final Instant NOW = Instant.parse("2030-01-02T03:04:05Z");
    private static final Duration DATABASE_OUTAGE = Duration.ofMinutes(5);

    private final SecureRandom random = new SecureRandom();
    private final AppPasswordHasher hasher = new AppPasswordHasher();
    private final FakeAccounts accounts = new FakeAccounts();
    private final FakeAccount alice = accounts.add(new FakeAccount("alice").email("alice@example.org", true));
    private final AtomicLong nanos = new AtomicLong();
    private final WatchedOwners watched = new WatchedOwners(Clock.fixed(NOW, ZoneOffset.UTC));
    private final Validation validation = Validation.standard(
            new UserFinder(new UnknownNames(Ticker.disabledTicker(), StorageOptions.DEFAULT.outage())),
            Clock.fixed(NOW, ZoneOffset.UTC),
            new NodeStatus(DATABASE_OUTAGE, nanos::get, new DatabaseClock(Clock.systemUTC())),
            watched);

    private AppPassword secret = AppPassword.generate(random);
    private Requester requester = requester(LoginIdentity.USERNAME, null);

    private static Requester requester(LoginIdentity identity, @Nullable String roleId) {
        return requester(identity, NameComparison.BY_PROTOCOL, roleId, Requester.ClientAddress.OPTIONAL);
    }

    private static Requester requester(
            LoginIdentity identity, NameComparison comparison, @Nullable String roleId, Requester.ClientAddress rule) {
        Set<Protocol> protocols = Set.of(Protocol.IMAP, Protocol.SMTP, Protocol.XMPP, Protocol.LDAP);
        return new Requester("dovecot", protocols, identity, comparison, roleId, "*", rule);
    }

    private AppPasswordCredential give(FakeAccount user, AppPassword password, AppPasswordCredentialData data) {
        AppPasswordCredential credential = new AppPasswordCredential(
                "id-" + user.appPasswords.size(), "phone", NOW.minusSeconds(60), data, hasher.hash(password, random));
        user.appPasswords.add(credential);
        return credential;
    }

    private static AppPasswordCredentialData imap(List<Network> networks, @Nullable Instant expiresAt) {
        return new AppPasswordCredentialData(Set.of(Protocol.IMAP), networks, expiresAt, "owner", false);
    }

    private static AppPasswordCredentialData imap() {
        return imap(List.of(), null);
    }

    private Decision decide(String name, @Nullable AppPassword password, Protocol protocol, @Nullable String address) {
        return validation.decide(
                requester,
                new Submission(new Attempt(name, protocol, address), java.util.Optional.ofNullable(password), false),
                accounts);
    }

    private Decision decide() {
        return decide("alice", secret, Protocol.IMAP, "192.0.2.7");
    }

    @Nested
    class RightSecret {

        private AppPasswordCredential credential = give(alice, secret, imap());

        @Test
        void isAcceptedAndTellsWhoseItIs() {
            assertThat(decide())
                    .isEqualTo(new Decision(
                            Reason.ACCEPTED,
                            alice.id,
                            credential.id(),
                            "phone",
                            "alice",
                            true,
                            List.of(new NewsForOwner(alice.id, credential.id(), SignInOutcome.ACCEPTED, NOW))));
        }

        @Test
        void isAcceptedHoweverOftenAWrongOneWasTried() {
            for (int i = 0; i < 1_000; i++) {
                decide("alice", AppPassword.generate(random), Protocol.IMAP, null);
            }

            assertThat(decide().verdict()).isEqualTo(Verdict.OK);
        }

        @Test
        void opensNothingWhileTheUserIsDisabled() {
            alice.enabled = false;
            assertThat(decide().reason()).isEqualTo(Reason.USER_DISABLED);
        }

        @Test
        void opensNothingOnceItIsRevoked() {
            alice.appPasswords.clear();
            assertThat(decide().reason()).isEqualTo(Reason.WRONG_SECRET);
        }

        @Test
        void opensNoOtherUser() {
            give(accounts.add(new FakeAccount("bob")), AppPassword.generate(random), imap());
            assertThat(decide("bob", secret, Protocol.IMAP, null).reason()).isEqualTo(Reason.WRONG_SECRET);
        }

        @Test
        void opensNoOtherProtocol() {
            assertThat(decide("alice", secret, Protocol.SMTP, null).reason()).isEqualTo(Reason.PROTOCOL_NOT_ALLOWED);
        }

        @Test
        void isNotEvenLookedAtForAProtocolThatIsNotTheGateways() {
            Decision decision = decide("alice", secret, Protocol.CALDAV, null);

            assertThat(decision.reason()).isEqualTo(Reason.GATEWAY_PROTOCOL);
            assertThat(decision.verdict()).isEqualTo(Verdict.UNAVAILABLE);
            assertThat(accounts.lookUps).isZero();
        }

        @Test
        void needsTheRoleThatTheGatewayAsksFor() {
            requester = requester(LoginIdentity.USERNAME, "mail-role");
            assertThat(decide().reason()).isEqualTo(Reason.ROLE_MISSING);
            alice.roles.add("mail-role");
            assertThat(decide().verdict()).isEqualTo(Verdict.OK);
        }

        @Test
        void isNotWrongBecauseTheRoleIsGone() {
            requester = requester(LoginIdentity.USERNAME, "mail-role");
            accounts.goneRoles.add("mail-role");

            assertThat(decide().reason()).isEqualTo(Reason.REQUIRED_ROLE_GONE);
            assertThat(decide().verdict()).isEqualTo(Verdict.UNAVAILABLE);
        }
    }

    @Nested
    class ClientAddress {

        private void asks(Requester.ClientAddress rule) {
            requester = requester(LoginIdentity.USERNAME, NameComparison.BY_PROTOCOL, null, rule);
            give(alice, secret, imap());
        }

        @Test
        void mayBeMissingUnlessItIsRequired() {
            asks(Requester.ClientAddress.OPTIONAL);
            assertThat(decide("alice", secret, Protocol.IMAP, null).verdict()).isEqualTo(Verdict.OK);
        }

        @Test
        void isTheGatewaysFaultWhereItIsRequired() {
            asks(Requester.ClientAddress.REQUIRED);
            for (String told : new String[] {null, "", "unknown", "00-11-22-33-44-55"}) {
                Decision decision = decide("alice", secret, Protocol.IMAP, told);

                assertThat(decision.reason()).isEqualTo(Reason.GATEWAY_CLIENT_ADDRESS);
                assertThat(decision.verdict()).isEqualTo(Verdict.UNAVAILABLE);
            }
            assertThat(accounts.lookUps).isZero();
            assertThat(decide().verdict()).isEqualTo(Verdict.OK);
        }
    }

    @Nested
    class WrongSecret {

        @BeforeEach
        void giveAnother() {
            give(alice, AppPassword.generate(random), imap());
        }

        @Test
        void isRefused() {
            Decision decision = decide();

            assertThat(decision.reason()).isEqualTo(Reason.WRONG_SECRET);
            assertThat(decision.userId()).isEqualTo(alice.id);
            assertThat(decision.credentialId()).isNull();
            assertThat(decision.loginIdentity()).isNull();
        }

        @Test
        void looksLikeAnUnknownUserToTheGateway() {
            Decision unknown = decide("nobody", secret, Protocol.IMAP, null);

            assertThat(unknown.reason()).isEqualTo(Reason.UNKNOWN_USER);
            assertThat(unknown.verdict()).isEqualTo(decide().verdict());
            assertThat(unknown.looked()).isEqualTo(decide().looked()).isTrue();
        }

        @Test
        void thatIsNoAppPasswordNeedsNoLookUp() {
            Decision decision = decide("alice", null, Protocol.IMAP, null);

            assertThat(decision.reason()).isEqualTo(Reason.NOT_AN_APP_PASSWORD);
            assertThat(decision.looked()).isFalse();
            assertThat(accounts.lookUps).isZero();
        }

        @Test
        void isComparedWithEveryAppPassword() {
            List<Integer> compared = new ArrayList<>();
            give(alice, secret, imap());
            List<AppPasswordCredential> all = List.copyOf(alice.appPasswords);
            alice.appPasswords = new AbstractList<>() {
                @Override
                public AppPasswordCredential get(int index) {
                    compared.add(index);
                    // The right one first: a comparison that stops there would not come further.
                    return all.get(all.size() - 1 - index);
                }

                @Override
                public int size() {
                    return all.size();
                }
            };

            assertThat(decide().verdict()).isEqualTo(Verdict.OK);
            assertThat(compared).containsExactly(0, 1);
        }
    }

    @Nested
    class Expiry {

        @Test
        void isItsLastRefusedInstant() {
            give(alice, secret, imap(List.of(), NOW.plusNanos(1)));
            assertThat(decide().verdict()).isEqualTo(Verdict.OK);
        }

        @ParameterizedTest
        @ValueSource(longs = {0, 1, 86_400})
        void refusesFromThenOn(long secondsAgo) {
            give(alice, secret, imap(List.of(), NOW.minus(Duration.ofSeconds(secondsAgo))));
            assertThat(decide().reason()).isEqualTo(Reason.EXPIRED);
        }
    }

    @Nested
    class Suspension {

        @Test
        void refusesWhoHasNoSecondFactorAnyMore() {
            give(alice, secret, imap());
            alice.suspended = true;

            assertThat(decide().reason()).isEqualTo(Reason.SUSPENDED);
            assertThat(decide().verdict()).isEqualTo(Verdict.INVALID);
        }

        @Test
        void sparesWhatWasIssuedForADevice() {
            give(alice, secret, new AppPasswordCredentialData(Set.of(Protocol.IMAP), List.of(), null, "admin", true));
            alice.suspended = true;

            assertThat(decide().verdict()).isEqualTo(Verdict.OK);
        }

        @Test
        void doesNotTellWhetherTheSecretWasRight() {
            give(alice, AppPassword.generate(random), imap());
            alice.suspended = true;

            assertThat(decide().reason()).isEqualTo(Reason.WRONG_SECRET);
            assertThat(decide().verdict()).isEqualTo(Reason.SUSPENDED.verdict());
            assertThat(decide().looked()).isTrue();
        }
    }

    @Nested
    class Networks {

        @BeforeEach
        void restrict() {
            give(alice, secret, imap(List.of(Network.parse("192.0.2.0/24"), Network.parse("2001:db8::/32")), null));
        }

        @ParameterizedTest
        @ValueSource(strings = {"192.0.2.7", "2001:db8::1", "::ffff:192.0.2.7"})
        void letInWhoIsInside(String address) {
            assertThat(decide("alice", secret, Protocol.IMAP, address).verdict())
                    .isEqualTo(Verdict.OK);
        }

        @ParameterizedTest
        @ValueSource(strings = {"192.0.3.7", "2001:db9::1", "::1"})
        void keepOutWhoIsOutside(String address) {
            assertThat(decide("alice", secret, Protocol.IMAP, address).reason()).isEqualTo(Reason.NETWORK_NOT_ALLOWED);
        }

        @ParameterizedTest
        @NullSource
        @ValueSource(
                strings = {"", "localhost", "192.0.2.7:993", "192.0.2.7 ", "fe80::1%eth0", "0xC0000207", "192.0.519"})
        void keepOutWhomTheyCannotPlace(@Nullable String address) {
            assertThat(decide("alice", secret, Protocol.IMAP, address).reason())
                    .isEqualTo(Reason.CLIENT_ADDRESS_MISSING);
        }
    }

    @Nested
    class Identity {

        @BeforeEach
        void giveOne() {
            give(alice, secret, imap());
        }

        @Test
        void isTheUserNameAsKeycloakWritesIt() {
            assertThat(decide("ALICE@example.org", secret, Protocol.IMAP, null).loginIdentity())
                    .isEqualTo("alice");
        }

        @Test
        void isTheEmailOnlyIfItIsVerified() {
            requester = requester(LoginIdentity.EMAIL, null);
            assertThat(decide().loginIdentity()).isEqualTo("alice@example.org");
            alice.emailVerified = false;
            assertThat(decide().reason()).isEqualTo(Reason.LOGIN_IDENTITY_MISSING);
        }

        @Test
        void isAnAttributeThatOwnersCannotEdit() {
            requester = requester(LoginIdentity.parse("attribute:mailbox"), null);
            alice.attributes.put("mailbox", List.of("liddell"));
            accounts.protectedAttributes.add("mailbox");

            assertThat(decide().loginIdentity()).isEqualTo("liddell");
        }

        @Test
        void isNoAttributeThatOwnersCanEdit() {
            requester = requester(LoginIdentity.parse("attribute:mailbox"), null);
            alice.attributes.put("mailbox", List.of("bob"));

            assertThat(decide().reason()).isEqualTo(Reason.LOGIN_IDENTITY_UNPROTECTED);
            assertThat(decide().verdict()).isEqualTo(Verdict.UNAVAILABLE);
        }

        @Test
        void isNoAddressThatTwoMayShare() {
            requester = requester(LoginIdentity.EMAIL, null);
            alice.email = "alice@example.org";
            alice.emailVerified = true;
            accounts.emailsAreUnique = false;

            assertThat(decide().reason()).isEqualTo(Reason.LOGIN_IDENTITY_UNPROTECTED);
        }

        @Test
        void isNoneOfSeveralValues() {
            requester = requester(LoginIdentity.parse("attribute:mailbox"), null);
            alice.attributes.put("mailbox", List.of("liddell", "bob"));
            accounts.protectedAttributes.add("mailbox");

            assertThat(decide().reason()).isEqualTo(Reason.LOGIN_IDENTITY_MISSING);
        }

        @ParameterizedTest
        @ValueSource(strings = {"bob/", "../bob", "bob*master", "bob\n", "bob "})
        void isNothingThatAMailServerCouldMisread(String mailbox) {
            requester = requester(LoginIdentity.parse("attribute:mailbox"), null);
            alice.attributes.put("mailbox", List.of(mailbox));
            accounts.protectedAttributes.add("mailbox");

            Decision decision = decide();

            assertThat(decision.reason()).isEqualTo(Reason.LOGIN_IDENTITY_REFUSED);
            assertThat(decision.loginIdentity()).isNull();
        }

        @ParameterizedTest
        @ValueSource(strings = {"\uff56ictim", "stra\u00dfe", "\u017fam", "\ufb01ona", "Victim"})
        void isNotTheNameOfAnotherToTheServiceBehind(String mailbox) {
            accounts.protectedAttributes.add("mailbox");
            alice.attributes.put("mailbox", List.of(mailbox));
            alice.appPasswords.clear();
            give(
                    alice,
                    secret,
                    new AppPasswordCredentialData(
                            Set.of(Protocol.XMPP, Protocol.IMAP), List.of(), null, "owner", false));
            LoginIdentity byMailbox = LoginIdentity.parse("attribute:mailbox");
            requester = requester(byMailbox, null);

            Decision decision = decide("alice", secret, Protocol.XMPP, null);

            assertThat(decision.reason()).isEqualTo(Reason.LOGIN_IDENTITY_FOLDED);
            assertThat(decision.verdict()).isEqualTo(Verdict.INVALID);
            assertThat(decision.loginIdentity()).isNull();
            assertThat(decide("alice", secret, Protocol.IMAP, null).loginIdentity())
                    .isEqualTo(mailbox);
            requester = requester(byMailbox, NameComparison.NODEPREP, null, Requester.ClientAddress.OPTIONAL);
            assertThat(decide("alice", secret, Protocol.IMAP, null).reason()).isEqualTo(Reason.LOGIN_IDENTITY_FOLDED);
        }

        @Test
        void isNoAddressThatTwoUsersShare() {
            requester = requester(LoginIdentity.EMAIL, null);
            assertThat(decide().loginIdentity()).isEqualTo("alice@example.org");

            accounts.sharedAddresses.add("alice@example.org");

            assertThat(decide().reason()).isEqualTo(Reason.AMBIGUOUS_USER);
        }

        @Test
        void isNoAddressByWhichTheStoreHasSomebodyElse() {
            requester = requester(LoginIdentity.EMAIL, null);
            accounts.users.add(0, new FakeAccount("mallory").email("alice@example.org", true));

            assertThat(decide().reason()).isEqualTo(Reason.AMBIGUOUS_USER);
        }

        /** Some storages know their users by name only. */
        @Test
        void isTheAddressByWhichTheStoreHasNobody() {
            requester = requester(LoginIdentity.EMAIL, null);
            accounts.knowsAddresses = false;

            assertThat(decide().loginIdentity()).isEqualTo("alice@example.org");
        }
    }

    @Test
    void aMalformedNameIsWrongNotAnError() {
        give(alice, secret, imap());
        Decision decision = decide("../alice", secret, Protocol.IMAP, null);

        assertThat(decision.reason()).isEqualTo(Reason.MALFORMED_NAME);
        assertThat(decision.verdict()).isEqualTo(Verdict.INVALID);
        assertThat(accounts.lookUps).isZero();
    }

    @Test
    void aBrokenStoreIsUnavailableNeverInvalid() {
        give(alice, secret, imap());
        accounts.broken = true;

        assertThat(decide().reason()).isEqualTo(Reason.STORE_FAILED);
        assertThat(decide().verdict()).isEqualTo(Verdict.UNAVAILABLE);
    }

    /** It may have missed that the app password was revoked. */
    @Test
    void aNodeThatHasNotReadTheDatabaseForTooLongIsUnavailable() {
        give(alice, secret, imap());
        nanos.set(DATABASE_OUTAGE.toNanos());
        assertThat(decide().verdict()).isEqualTo(Verdict.OK);

        nanos.incrementAndGet();

        assertThat(decide().reason()).isEqualTo(Reason.DATABASE_UNREACHABLE);
        assertThat(decide().verdict()).isEqualTo(Verdict.UNAVAILABLE);
        assertThat(decide("nobody", secret, Protocol.IMAP, null).verdict()).isEqualTo(Verdict.UNAVAILABLE);
    }

    /** As when a method of Keycloak is gone: the gateway must not read a bare 500. */
    @Test
    void aKeycloakThatIsUnlikeItselfIsUnavailable() {
        Step unlinked = examination -> {
            throw new NoSuchMethodError("moved");
        };

        Decision decision = new Validation(List.of(unlinked), Clock.systemUTC(), watched)
                .decide(
                        requester,
                        new Submission(new Attempt("alice", Protocol.IMAP, null), java.util.Optional.of(secret), false),
                        accounts);

        assertThat(decision.verdict()).isEqualTo(Verdict.UNAVAILABLE);
    }

    @Test
    void theFirstRefusalWins() {
        give(alice, secret, imap(List.of(Network.parse("192.0.2.0/24")), NOW));
        alice.enabled = false;
        requester = requester(LoginIdentity.EMAIL, "mail-role");

        List<Reason> reasons = new ArrayList<>();
        reasons.add(decide("alice", secret, Protocol.SMTP, null).reason());
        alice.enabled = true;
        reasons.add(decide("alice", secret, Protocol.SMTP, null).reason());
        alice.appPasswords.clear();
        give(alice, secret, imap(List.of(Network.parse("192.0.2.0/24")), null));
        reasons.add(decide("alice", secret, Protocol.SMTP, null).reason());
        reasons.add(decide("alice", secret, Protocol.IMAP, null).reason());
        reasons.add(decide("alice", secret, Protocol.IMAP, "192.0.2.7").reason());

        assertThat(reasons)
                .containsExactly(
                        Reason.USER_DISABLED,
                        Reason.EXPIRED,
                        Reason.PROTOCOL_NOT_ALLOWED,
                        Reason.CLIENT_ADDRESS_MISSING,
                        Reason.ROLE_MISSING);
    }

    /** Of somebody whom Keycloak has let in by an access token. */
    @Nested
    class LoginIdentityAlone {

        private Optional<String> identity() {
            return validation.loginIdentity(requester, alice, accounts);
        }

        @Test
        void needsNoAppPassword() {
            assertThat(identity()).contains("alice");
        }

        @Test
        void isThatOfAnAnswer() {
            requester = new Requester(
                    "dovecot",
                    Set.of(Protocol.IMAP, Protocol.SMTP),
                    LoginIdentity.EMAIL,
                    NameComparison.BY_PROTOCOL,
                    null,
                    "*",
                    Requester.ClientAddress.OPTIONAL);
            assertThat(identity()).contains("alice@example.org");

            alice.emailVerified = false;

            assertThat(identity()).isEmpty();
        }

        @Test
        void isNoneOfAUserWhoWouldBeRefused() {
            requester = requester(LoginIdentity.USERNAME, "mail");
            assertThat(identity()).isEmpty();
            alice.roles.add("mail");
            assertThat(identity()).contains("alice");

            alice.enabled = false;

            assertThat(identity()).isEmpty();
        }

        @Test
        void isNoneOfAServiceAccount() {
            alice.serviceAccount = true;

            assertThat(identity()).isEmpty();
        }

        @Test
        void isNoneThatTheServiceOfOneProtocolTakesForAnother() {
            FakeAccount sam = new FakeAccount("\u017fam");

            assertThat(validation.loginIdentity(requester, sam, accounts)).isEmpty();
        }
    }

    @Nested
    class EndedOne {

        private Tombstone tombstone(String id, EndCause cause) {
            return new Tombstone(id, "phone", hasher.hash(secret, random), cause);
        }

        private Tombstone anyTombstone(int number) {
            return new Tombstone(
                    "old-" + number, "old", hasher.hash(AppPassword.generate(random), random), EndCause.REVOKED);
        }

        @ParameterizedTest
        @EnumSource(EndCause.class)
        void isRecognisedAndInvalidAsEver(EndCause cause) {
            alice.tombstones = List.of(anyTombstone(0), tombstone("phone-id", cause), anyTombstone(1));
            boolean expired =
                    Set.of(EndCause.EXPIRED, EndCause.IDLE, EndCause.NEVER_USED).contains(cause);

            assertThat(decide())
                    .isEqualTo(new Decision(
                            expired ? Reason.EXPIRED : Reason.REVOKED, alice.id, "phone-id", "phone", null, true));
            assertThat(decide().verdict()).isEqualTo(Verdict.INVALID);
        }

        @Test
        void ofAnotherUserIsNotRecognised() {
            accounts.add(new FakeAccount("bob")).tombstones = List.of(tombstone("phone-id", EndCause.REVOKED));

            assertThat(decide()).isEqualTo(new Decision(Reason.WRONG_SECRET, alice.id, null, null, null, true));
        }

        @Test
        void isNotLookedForWhereTheUserIsDisabled() {
            alice.enabled = false;
            alice.tombstones = List.of(tombstone("phone-id", EndCause.REVOKED));

            assertThat(decide().reason()).isEqualTo(Reason.USER_DISABLED);
        }

        @Test
        void neverGetsInTheWayOfALiveOne() {
            give(alice, secret, imap());
            alice.tombstones = List.of(tombstone("phone-id", EndCause.REVOKED));

            assertThat(decide().reason()).isEqualTo(Reason.ACCEPTED);
        }

        /** The floor under a refusal is 20 ms; a tenth of it leaves room on any machine. */
        @Test
        void takesAHundredTombstonesFarLessThanTheFloorOfRefusals() {
            alice.tombstones =
                    IntStream.range(0, 100).mapToObj(this::anyTombstone).toList();
            long[] nanos = new long[1_000];
            for (int i = 0; i < nanos.length; i++) {
                long started = System.nanoTime();
                assertThat(decide().reason()).isEqualTo(Reason.WRONG_SECRET);
                nanos[i] = System.nanoTime() - started;
            }
            Arrays.sort(nanos);

            assertThat(Duration.ofNanos(nanos[nanos.length / 2])).isLessThan(Duration.ofMillis(2));
        }
    }
}
