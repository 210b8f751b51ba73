package io.github.keycloakapppasswords.validation;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.keycloakapppasswords.lifecycle.DatabaseClock;
import io.github.keycloakapppasswords.node.NodeStatus;
import io.github.keycloakapppasswords.secret.AppPassword;
import io.github.keycloakapppasswords.term.Protocol;
import io.github.keycloakapppasswords.transaction.DatabaseBulkhead;
import io.github.keycloakapppasswords.username.UnknownNames;
import io.github.keycloakapppasswords.userstorage.StorageBusyException;
import io.github.keycloakapppasswords.userstorage.StorageOptions;
import io.github.keycloakapppasswords.userstorage.UserSource;
import io.github.keycloakapppasswords.verdict.Attempt;
import io.github.keycloakapppasswords.verdict.Decision;
import io.github.keycloakapppasswords.verdict.Dovecot;
import io.github.keycloakapppasswords.verdict.Reason;
import io.github.keycloakapppasswords.verdict.Verdict;
import io.github.keycloakapppasswords.watch.WatchedOwners;
import java.lang.reflect.Proxy;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelDuplicateException;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.StorageUnavailableUserModelDelegate;
import org.keycloak.storage.StorageUnavailableException;

class KeycloakAccountsTest {

    @Test
    void aUserWhoseStorageIsAwayIsNeitherWrongNorDisabled() {
        UserModel standIn = new StorageUnavailableUserModelDelegate(
                fake(UserModel.class, Map.of("getUsername", "alice", "isEnabled", false)), IllegalStateException::new);

        assertUnavailable(fake(UserSource.class, Map.of("byUsername", standIn)));
    }

    /** The storage itself may be well. */
    @Test
    void aUserOfAStorageThatThereIsNoTurnToAskIsNeitherWrongNorUnknown() {
        assertUnavailable(new UserSource() {
            @Override
            public @Nullable UserModel byUsername(
                    KeycloakSession session, RealmModel realm, String name, DatabaseBulkhead.Turn turn) {
                throw new StorageBusyException("no turn");
            }

            @Override
            public @Nullable UserModel byEmail(
                    KeycloakSession session, RealmModel realm, String address, DatabaseBulkhead.Turn turn) {
                throw new StorageBusyException("no turn");
            }

            @Override
            public boolean canBeAskedFor(KeycloakSession session, RealmModel realm, String userId) {
                return true;
            }
        });
    }

    /** Left over from when users were allowed to share an address; Keycloak throws. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anAddressThatTwoUsersShareIsAmbiguousNotUnavailable(boolean inADirectory) {
        ModelDuplicateException duplicate = new ModelDuplicateException("Multiple users with email");
        RuntimeException thrown =
                inADirectory ? new StorageUnavailableException("A user storage failed.", duplicate) : duplicate;

        assertThat(decide(new UserSource() {
                            @Override
                            public @Nullable UserModel byUsername(
                                    KeycloakSession session,
                                    RealmModel realm,
                                    String name,
                                    DatabaseBulkhead.Turn turn) {
                                throw thrown;
                            }

                            @Override
                            public @Nullable UserModel byEmail(
                                    KeycloakSession session,
                                    RealmModel realm,
                                    String address,
                                    DatabaseBulkhead.Turn turn) {
                                throw thrown;
                            }

                            @Override
                            public boolean canBeAskedFor(KeycloakSession session, RealmModel realm, String userId) {
                                return true;
                            }
                        })
                        .reason())
                .isEqualTo(Reason.AMBIGUOUS_USER);
    }

    private static void assertUnavailable(UserSource users) {
        Decision decision = decide(users);

        assertThat(decision.reason()).isEqualTo(Reason.STORE_FAILED);
        assertThat(decision.verdict()).isEqualTo(Verdict.UNAVAILABLE);
    }

    @Test
    void aUserWhoIsNotCachedIsUnavailableWhileTooManyQuestionsAskTheDatabase() {
        Decision decision = decide(new UserSource() {
            @Override
            public @Nullable UserModel byUsername(
                    KeycloakSession session, RealmModel realm, String name, DatabaseBulkhead.Turn turn) {
                turn.take();
                return null;
            }

            @Override
            public @Nullable UserModel byEmail(
                    KeycloakSession session, RealmModel realm, String address, DatabaseBulkhead.Turn turn) {
                return null;
            }

            @Override
            public boolean canBeAskedFor(KeycloakSession session, RealmModel realm, String userId) {
                return true;
            }
        });

        assertThat(decision.reason()).isEqualTo(Reason.DATABASE_BUSY);
        assertThat(decision.verdict()).isEqualTo(Verdict.UNAVAILABLE);
    }

    private static Decision decide(UserSource users) {
        KeycloakSession session = fake(KeycloakSession.class, Map.of());
        RealmModel realm = fake(RealmModel.class, Map.of("getId", "realm", "isLoginWithEmailAllowed", false));
        Submission submission = new Submission(
                new Attempt("alice", Protocol.IMAP, "192.0.2.7"),
                Optional.of(AppPassword.generate(new SecureRandom())),
                false);

        return Validation.standard(
                        new UserFinder(new UnknownNames(Ticker.disabledTicker(), StorageOptions.DEFAULT.outage())),
                        Clock.systemUTC(),
                        new NodeStatus(Duration.ofMinutes(5), () -> 0, new DatabaseClock(Clock.systemUTC())),
                        new WatchedOwners(Clock.systemUTC()))
                .decide(
                        Dovecot.FOR_IMAP,
                        submission,
                        new KeycloakAccounts(session, realm, users, new DatabaseBulkhead(0).turn()));
    }

    private static <T> T fake(Class<T> type, Map<String, Object> answers) {
        Object proxy =
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    if (!answers.containsKey(method.getName())) {
                        throw new AssertionError("Not expected: " + method);
                    }
                    return answers.get(method.getName());
                });
        return type.cast(proxy);
    }
}
