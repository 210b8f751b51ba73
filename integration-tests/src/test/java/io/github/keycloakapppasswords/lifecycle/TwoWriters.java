package io.github.keycloakapppasswords.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.keycloakapppasswords.account.Console;
import io.github.keycloakapppasswords.feed.Follower;
import io.github.keycloakapppasswords.stage.AppPasswordOnPaper;
import io.github.keycloakapppasswords.stage.Http;
import io.github.keycloakapppasswords.stage.HttpAnswer;
import io.github.keycloakapppasswords.stage.KeycloakServer;
import io.github.keycloakapppasswords.stage.NewUser;
import io.github.keycloakapppasswords.stage.Person;
import io.github.keycloakapppasswords.stage.Waiting;
import io.github.keycloakapppasswords.validation.Fixture;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Of two who write the same rows at the same time neither fails for it, and nothing of what either wrote is lost. Each pair is held
 * against each other in the database. What the extension writes in the background is written here by the statement that it uses, in a
 * transaction that the test ends.
 */
abstract class TwoWriters extends WithLifeRealm {

    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final String GIVEN_UP = "app_passwords_database_conflicts_total{outcome=\"given_up\"}";
    private static final Pattern NOT_ME = Pattern.compile("http://\\S+/app-passwords/not-me\\?key=(\\S+)");
    private static final List<String> TABLES_OF_USERS = List.of(
            "APP_PASSWORD",
            "APP_PASSWORD_OWNER",
            "APP_PASSWORD_REFUSAL",
            "APP_PASSWORD_NOT_MOVED",
            "APP_PASSWORD_NETWORK",
            "APP_PASSWORD_PENDING");
    private static final List<String> TABLES_OF_REALMS = List.of("APP_PASSWORD_FEED", "APP_PASSWORD_CHANGE");

    private final Fixture fixture;
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private int number;

    // Of each test its own.
    private Person alice = new Person("", "", "", Optional.empty());
    private AppPasswordOnPaper phone = new AppPasswordOnPaper("", "");

    TwoWriters(KeycloakServer keycloak) {
        super(keycloak, Map.of("editUsernameAllowed", true));
        fixture = realm.fixture();
        Console.allowPasswordGrant(realm.realm());
        ObjectNode profile =
                realm.realm().admin().get(realm.realm().path("/users/profile")).deepCopy();
        realm.realm()
                .admin()
                .put(realm.realm().path("/users/profile"), profile.put("unmanagedAttributePolicy", "ENABLED"));
    }

    @BeforeEach
    void makeAlice() {
        alice = realm.realm()
                .user(NewUser.named("alice-" + ++number).withOtp().withAttributes(Map.of("floor", List.of("3"))));
        phone = realm.appPassword(alice, "phone");
        assertThat(realm.status(alice, phone)).isEqualTo(200);
    }

    @AfterEach
    void endTransaction() {
        fixture.release();
        assertThat(fixture.metric(GIVEN_UP)).as("conflicts that were given up").isZero();
    }

    @AfterAll
    void endThread() {
        thread.shutdownNow();
    }

    // What is written in the background.

    private static String use(AppPasswordOnPaper used) {
        return "update APP_PASSWORD set USED_AT = %d, USED_PROTOCOL = 'imap', USED_GATEWAY = 'dovecot' where ID = '%s' and ENDED_AT is null"
                .formatted(Instant.now().toEpochMilli(), used.id());
    }

    private static String noteOfSecondFactor(Person person) {
        return "update APP_PASSWORD_OWNER set FACTOR_BACK_AT = coalesce(FACTOR_BACK_AT, 0) + 1 where USER_ID = '%s'"
                .formatted(person.id());
    }

    private static String refusal(String realmId, Person person) {
        return ("insert into APP_PASSWORD_REFUSAL (USER_ID, REALM_ID, REASON, PROTOCOL, GATEWAY, REFUSED_AT)"
                        + " values ('%s', '%s', 'wrong_secret', 'imap', 'dovecot', 1)")
                .formatted(person.id(), realmId);
    }

    private String refusal() {
        return refusal(id(realm), alice);
    }

    private static String id(LifeRealm realm) {
        return realm.realm().admin().get(realm.realm().path("")).path("id").asText();
    }

    // The two orders.

    /** A transaction waits for a lock after it has read; another one writes and commits before it goes on. */
    private HttpAnswer thatHasRead(String lock, List<String> meanwhile, Callable<HttpAnswer> request) throws Exception {
        realm.realm().admin().post(realm.realm().path("/clear-user-cache"), Map.of());
        fixture.hold(lock);
        Future<HttpAnswer> answer = thread.submit(request);
        awaitWaiting(answer);
        meanwhile.forEach(
                statement -> assertThat(fixture.sql(statement)).as(statement).isPositive());
        fixture.release();
        return answer.get();
    }

    /** A transaction comes to a row that another one has written and not committed yet. */
    private HttpAnswer behind(List<String> written, Callable<HttpAnswer> request) throws Exception {
        fixture.hold(written.toArray(String[]::new));
        Future<HttpAnswer> answer = thread.submit(request);
        awaitWaiting(answer);
        fixture.release();
        return answer.get();
    }

    private HttpAnswer behind(String written, Callable<HttpAnswer> request) throws Exception {
        return behind(List.of(written), request);
    }

    private void awaitWaiting(Future<HttpAnswer> answer) throws Exception {
        Waiting.until(PATIENCE, "the request waits", () -> fixture.isAnyoneWaiting() || answer.isDone());
        if (answer.isDone()) {
            throw new AssertionError("It did not wait, and was answered: " + answer.get());
        }
    }

    /** The same, where a thread of the server does it in its time. */
    private void behindInTheBackground(String written, Runnable cause) {
        fixture.hold(written);
        cause.run();
        Waiting.until(PATIENCE, "the other one is waited for", fixture::isAnyoneWaiting);
        fixture.release();
    }

    private static String lock(String table, String where) {
        return "select * from " + table + " where " + where + " for update";
    }

    private HttpAnswer admin(String method, String path, @Nullable Object body) {
        return realm.realm().admin().exchange(method, realm.realm().path(path), body);
    }

    private HttpAnswer removeUser() {
        return admin("DELETE", "/users/" + alice.id(), Map.of());
    }

    private HttpAnswer setPassword() {
        return admin(
                "PUT",
                "/users/" + alice.id() + "/reset-password",
                Map.of("type", "password", "value", "Another-1", "temporary", false));
    }

    private HttpAnswer rename() {
        return admin(
                "PUT",
                "/users/" + alice.id(),
                Map.of(
                        "username",
                        "renamed-" + alice.username(),
                        "email",
                        alice.username() + "@example.org",
                        "enabled",
                        false,
                        "attributes",
                        Map.of()));
    }

    private int rows(String table, String where) {
        return fixture.sql("update " + table + " set REALM_ID = REALM_ID where " + where);
    }

    private void assertNothingIsLeftOf(Person person) {
        for (String table : TABLES_OF_USERS) {
            assertThat(rows(table, "USER_ID = '" + person.id() + "'")).as(table).isZero();
        }
    }

    private void assertIsDone(HttpAnswer answer) {
        assertThat(answer.status()).as(answer.body()).isBetween(200, 204);
        assertThat(rows("APP_PASSWORD_PENDING", "USER_ID = '" + alice.id() + "'"))
                .as("work that is left")
                .isZero();
    }

    private void assertEnded(String cause) {
        JsonNode row = fixture.history(alice, phone.id());
        assertThat(row.path("cause").asText()).isEqualTo(cause);
        assertThat(realm.has(alice, phone)).isFalse();
        assertThat(realm.status(alice, phone)).isEqualTo(401);
    }

    // Removal of a user.

    @Test
    void aUserIsRemovedWhoseRowsChangeMeanwhile() throws Exception {
        HttpAnswer answer = thatHasRead(
                lock("USER_ENTITY", "ID = '" + alice.id() + "'"),
                List.of(use(phone), noteOfSecondFactor(alice), refusal()),
                this::removeUser);

        assertIsDone(answer);
        assertNothingIsLeftOf(alice);
    }

    @Test
    void aUserIsRemovedWhoseUseIsBeingWritten() throws Exception {
        HttpAnswer answer = behind(use(phone), this::removeUser);

        assertIsDone(answer);
        assertNothingIsLeftOf(alice);
    }

    // Removal of a realm.

    private record Removed(LifeRealm realm, String id, Person bob, AppPasswordOnPaper phone) {

        HttpAnswer remove() {
            return realm.realm().admin().exchange("DELETE", realm.realm().path(""), null);
        }
    }

    private Removed toBeRemoved() {
        LifeRealm other = new LifeRealm(realm.realm().keycloak(), Map.of());
        Person bob = other.realm().user(NewUser.named("bob").withOtp());
        AppPasswordOnPaper bobs = other.appPassword(bob, "phone");
        Follower follower = other.follower();
        other.realm().admin().put(other.realm().path("/users/" + bob.id()), Map.of("enabled", false));
        follower.await("user_disabled", "bob");
        return new Removed(other, id(other), bob, bobs);
    }

    private void assertNothingIsLeftOf(Removed removed) {
        for (String table : TABLES_OF_USERS) {
            assertThat(rows(table, "REALM_ID = '" + removed.id() + "'"))
                    .as(table)
                    .isZero();
        }
        for (String table : TABLES_OF_REALMS) {
            assertThat(rows(table, "REALM_ID = '" + removed.id() + "'"))
                    .as(table)
                    .isZero();
        }
    }

    @Test
    void aRealmIsRemovedWhoseRowsChangeMeanwhile() throws Exception {
        Removed removed = toBeRemoved();
        realm.realm().admin().post(removed.realm().realm().path("/clear-realm-cache"), Map.of());

        HttpAnswer answer = thatHasRead(
                lock("REALM", "ID = '" + removed.id() + "'"),
                List.of(
                        use(removed.phone()),
                        noteOfSecondFactor(removed.bob()),
                        refusal(removed.id(), removed.bob()),
                        // as giving places does
                        "update APP_PASSWORD_FEED set HEAD = HEAD + 1 where REALM_ID = '" + removed.id() + "'",
                        "update APP_PASSWORD_CHANGE set PLACE = PLACE + 1 where REALM_ID = '" + removed.id() + "'"),
                removed::remove);

        assertThat(answer.status()).as(answer.body()).isEqualTo(204);
        assertNothingIsLeftOf(removed);
    }

    @Test
    void aRealmIsRemovedWhileAUseIsBeingWrittenAndChangesGetTheirPlaces() throws Exception {
        Removed removed = toBeRemoved();

        HttpAnswer answer = behind(
                List.of(
                        use(removed.phone()),
                        "update APP_PASSWORD_FEED set HEAD = HEAD + 1 where REALM_ID = '" + removed.id() + "'"),
                removed::remove);

        assertThat(answer.status()).as(answer.body()).isEqualTo(204);
        assertNothingIsLeftOf(removed);
    }

    // What comes after the commit.

    @Test
    void whatIsCommittedCountsAsDoneThoughAnotherNodeDoesNotAnswer() {
        int changed =
                fixture.sqlBeforeAFailure("update APP_PASSWORD set LABEL = 'written' where ID = '" + phone.id() + "'");

        assertThat(changed).isEqualTo(1);
        assertThat(rows("APP_PASSWORD", "ID = '" + phone.id() + "' and LABEL = 'written'"))
                .isEqualTo(1);
    }

    // Edit of a user.

    @Test
    void aUserIsDisabledWhoseSecondFactorIsNotedMeanwhile() throws Exception {
        Follower follower = realm.follower();

        HttpAnswer answer = thatHasRead(
                lock("USER_ATTRIBUTE", "USER_ID = '" + alice.id() + "'"),
                List.of(noteOfSecondFactor(alice), use(phone)),
                this::rename);

        assertIsDone(answer);
        follower.await("user_disabled", "renamed-" + alice.username());
    }

    @Test
    void aUserIsDisabledWhoseSecondFactorIsBeingNoted() throws Exception {
        Follower follower = realm.follower();

        HttpAnswer answer = behind(noteOfSecondFactor(alice), this::rename);

        assertIsDone(answer);
        follower.await("user_disabled", "renamed-" + alice.username());
    }

    // Removal of a second factor.

    private HttpAnswer removeFactor(String otp) {
        return admin("DELETE", "/users/" + alice.id() + "/credentials/" + otp, Map.of());
    }

    private void assertFactorIsGone() {
        assertThat(rows("APP_PASSWORD_OWNER", "USER_ID = '" + alice.id() + "' and FACTOR_GONE_AT is not null"))
                .isEqualTo(1);
    }

    @Test
    void aSecondFactorIsRemovedWhichIsNotedMeanwhile() throws Exception {
        String otp = realm.otpId(alice);

        HttpAnswer answer = thatHasRead(
                lock("CREDENTIAL", "ID = '" + otp + "'"),
                List.of(noteOfSecondFactor(alice), use(phone)),
                () -> removeFactor(otp));

        assertIsDone(answer);
        assertFactorIsGone();
    }

    @Test
    void aSecondFactorIsRemovedWhichIsBeingNoted() throws Exception {
        String otp = realm.otpId(alice);

        HttpAnswer answer = behind(noteOfSecondFactor(alice), () -> removeFactor(otp));

        assertIsDone(answer);
        assertFactorIsGone();
    }

    // A new main password, which revokes.

    private String passwordId() {
        return realm.credentialId(alice, "password");
    }

    @Test
    void aPasswordIsSetWhileAnAppPasswordIsUsedAndAnotherRevoked() throws Exception {
        realm.realm().policy(Map.of("on-password-set-by-admin", "revoke"));
        AppPasswordOnPaper tablet = realm.appPassword(alice, "tablet");
        String password = passwordId();
        realm.realm().admin().post(realm.realm().path("/clear-user-cache"), Map.of());
        fixture.hold(lock("CREDENTIAL", "ID = '" + password + "'"));
        Future<HttpAnswer> answer = thread.submit(this::setPassword);
        Waiting.until(PATIENCE, "somebody waits for the lock", fixture::isAnyoneWaiting);
        assertThat(fixture.sql(use(phone))).isEqualTo(1);
        realm.realm().revoke(alice, tablet.id());
        fixture.release();

        assertIsDone(answer.get());
        assertEnded("password_set_by_admin");
        assertThat(realm.status(alice, tablet)).isEqualTo(401);
    }

    @Test
    void aPasswordIsSetAndWhatItRevokesIsUsedMeanwhile() throws Exception {
        realm.realm().policy(Map.of("on-password-set-by-admin", "revoke"));

        assertIsDone(thatHasReadBeforeItRevokes(this::setPassword));
        assertEnded("password_set_by_admin");
    }

    // What the extension's own interfaces change.

    /** Keycloak's store moves those up that were made later: there the transaction has read, and waits. */
    private HttpAnswer thatHasReadBeforeItRevokes(Callable<HttpAnswer> request) throws Exception {
        AppPasswordOnPaper tablet = realm.appPassword(alice, "tablet");
        return thatHasRead(lock("CREDENTIAL", "ID = '" + tablet.id() + "'"), List.of(use(phone)), request);
    }

    private HttpAnswer revokeAsAdmin() {
        return admin("DELETE", "/app-passwords/users/" + alice.id() + "/" + phone.id(), null);
    }

    @Test
    void anAdminRevokesOneThatIsUsedMeanwhile() throws Exception {
        assertIsDone(thatHasReadBeforeItRevokes(this::revokeAsAdmin));
        assertEnded("revoked");
    }

    @Test
    void anAdminRevokesWhileAUseIsBeingWritten() throws Exception {
        assertIsDone(behind(use(phone), this::revokeAsAdmin));
        assertEnded("revoked");
    }

    @Test
    void anAdminRevokesInKeycloaksConsoleWhileAUseIsBeingWritten() throws Exception {
        HttpAnswer answer =
                behind(use(phone), () -> admin("DELETE", "/users/" + alice.id() + "/credentials/" + phone.id(), null));

        assertIsDone(answer);
        assertEnded("revoked");
    }

    @Test
    void anOwnerRevokesOneThatIsUsedMeanwhile() throws Exception {
        Console console = Console.of(realm.realm(), alice);

        assertIsDone(thatHasReadBeforeItRevokes(() -> console.revoke(phone.id())));
        assertEnded("revoked");
    }

    @Test
    void anOwnerRevokesAllWhileAUseIsBeingWritten() throws Exception {
        Console console = Console.of(realm.realm(), alice);

        assertIsDone(behind(use(phone), () -> console.exchange("DELETE", "", null)));
        assertEnded("revoked");
    }

    @Test
    void anOwnerRevokesByTheLinkOfAMailOneThatIsUsedMeanwhile() throws Exception {
        String link = mailbox.await(alice, "New app password").find(NOT_ME);
        String key = link.substring(link.indexOf("key=") + "key=".length());

        assertIsDone(thatHasReadBeforeItRevokes(() -> new Http()
                .send(Http.withForm(
                        HttpRequest.newBuilder(URI.create(realm.realm().url() + "/app-passwords/not-me")),
                        Map.of("key", key)))));
        assertEnded("revoked");
    }

    /** Of a mail about a second factor that was removed. */
    private String keyOfStop() {
        Console.of(realm.realm(), alice).removeCredential(realm.otpId(alice));
        String link = mailbox.await(alice, "The last second step").find(NOT_ME);
        return link.substring(link.indexOf("key=") + "key=".length());
    }

    private HttpAnswer stop(String key) {
        return new Http()
                .send(Http.withForm(
                        HttpRequest.newBuilder(URI.create(realm.realm().url() + "/app-passwords/not-me")),
                        Map.of("key", key)));
    }

    private String lockOfOwner() {
        return lock("APP_PASSWORD_OWNER", "USER_ID = '" + alice.id() + "'");
    }

    /** What another node makes in that moment is in the database only when it lets the owner's row go. */
    @Test
    void anOwnerStopsNewOnesAndOneIsMadeMeanwhile() throws Exception {
        String credential =
                "update CREDENTIAL set CREATED_DATE = CREATED_DATE %s 3600000 where ID = '" + phone.id() + "'";
        String key = keyOfStop();
        pendingAndThen(credential.formatted("-"));

        HttpAnswer answer = behind(List.of(lockOfOwner(), credential.formatted("+ 2 *")), () -> stop(key));

        assertThat(answer.body()).contains("data-page=\"stopped\"");
        assertEnded("revoked");
    }

    @Test
    void noneIsMadeThatItsOwnerStopsMeanwhile() throws Exception {
        String stopped =
                "insert into APP_PASSWORD_FACTOR (ID, REALM_ID, USER_ID, KIND, NOTED_AT) values ('%s', '%s', '%s', 'stopped', %d)"
                        .formatted(
                                UUID.randomUUID(),
                                id(realm),
                                alice.id(),
                                Instant.now().toEpochMilli());

        HttpAnswer answer = behind(List.of(lockOfOwner(), stopped), () -> fixture.issueAsOwner(alice, "tablet"));

        assertThat(answer.status()).as(answer.body()).isEqualTo(409);
        assertThat(answer.body()).contains("Stopped");
        // an admin may go on to issue one for a device
        assertIsDone(fixture.issue(alice, "printer", 25));
    }

    @Test
    void anOwnerRenamesOneWhoseUseIsBeingWritten() throws Exception {
        Console console = Console.of(realm.realm(), alice);

        HttpAnswer answer = behind(use(phone), () -> console.rename(phone.id(), "Telephone"));

        assertIsDone(answer);
        assertThat(fixture.history(alice, phone.id()).path("label").asText()).isEqualTo("Telephone");
        assertThat(fixture.history(alice, phone.id()).has("usedAt")).isTrue();
    }

    @Test
    void oneIsIssuedWhileTheSecondFactorIsBeingNoted() throws Exception {
        HttpAnswer answer = behind(noteOfSecondFactor(alice), () -> fixture.issue(alice, "tablet", 25));

        assertIsDone(answer);
    }

    @Test
    void theFirstIsIssuedWhileAnotherOneMakesTheOwnersRow() throws Exception {
        Person bob = user("bob-" + number);
        String row = "insert into APP_PASSWORD_OWNER (USER_ID, REALM_ID, TOLD_DISABLED) values ('%s', '%s', false)"
                .formatted(bob.id(), id(realm));

        HttpAnswer answer = behind(row, () -> fixture.issue(bob, "phone", 25));

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(rows("APP_PASSWORD_OWNER", "USER_ID = '" + bob.id() + "'")).isEqualTo(1);
    }

    // What the extension writes in the background meets the same.

    @Test
    void usesAreWrittenThoughARowIsBeingChanged() throws Exception {
        double failed = fixture.metric("app_passwords_uses_failed_total");
        fixture.awaitHistory(alice, phone.id(), "the first use is written", row -> row.has("usedAt"));
        long first = fixture.history(alice, phone.id()).path("usedAt").asLong();

        behindInTheBackground(
                "update APP_PASSWORD set LABEL = 'Telephone' where ID = '" + phone.id() + "'",
                () -> assertThat(realm.status(alice, phone)).isEqualTo(200));

        fixture.awaitHistory(
                alice,
                phone.id(),
                "the next use is written",
                row -> row.path("usedAt").asLong() > first);
        assertThat(fixture.metric("app_passwords_uses_failed_total")).isEqualTo(failed);
    }

    @Test
    void theFirstRefusalIsNotedThoughAnotherNodeNotesOne() throws Exception {
        String wrong = realm.appPassword(user("carol-" + number), "phone").secret();

        behindInTheBackground(refusal(), () -> assertThat(realm.status(alice, new AppPasswordOnPaper("", wrong)))
                .isEqualTo(401));

        Waiting.until(
                PATIENCE,
                "the later refusal is noted",
                () -> rows("APP_PASSWORD_REFUSAL", "USER_ID = '" + alice.id() + "' and REFUSED_AT > 1") == 1);
    }

    @Test
    void aChangeIsToldThoughAnotherNodeGivesPlaces() throws Exception {
        Follower follower = realm.follower();

        behindInTheBackground(
                "update APP_PASSWORD_FEED set HEAD = HEAD where REALM_ID = '" + id(realm) + "'",
                () -> realm.realm().revoke(alice, phone.id()));

        follower.await("revoked", alice.username());
    }

    @Test
    void aJobEndsOneWhoseRowChangesMeanwhileAndTellsOnce() {
        realm.age(phone, "EXPIRES_AT", Instant.now().minus(Duration.ofDays(1)));
        fixture.hold(lock("CREDENTIAL", "ID = '" + phone.id() + "'"));
        fixture.startJobs();
        Waiting.until(PATIENCE, "the job waits", fixture::isAnyoneWaiting);
        assertThat(fixture.sql("update APP_PASSWORD set LABEL = 'Telephone' where ID = '" + phone.id() + "'"))
                .isEqualTo(1);
        fixture.release();

        fixture.awaitHistory(alice, phone.id(), "the job has ended it", row -> row.has("endedAt"));
        assertEnded("expired");
        assertThat(realm.endEvents(phone)).hasSize(1);
    }

    /** The removal reads at its beginning, and fails if a credential that it is to delete has gone at its end. */
    @Test
    void aJobEndsNothingInARealmThatIsBeingRemoved() {
        realm.age(phone, "EXPIRES_AT", Instant.now().minus(Duration.ofDays(1)));
        String alices = "USER_ID = '" + alice.id() + "'";
        assertThat(fixture.sql(
                        "update APP_PASSWORD_OWNER set FACTOR_GONE_AT = 1, FACTOR_BACK_AT = null where " + alices))
                .isEqualTo(1);
        fixture.hold(lock("REALM", "ID = '" + id(realm) + "'"));
        realm.runJobsUntil(
                "the job has been there",
                () -> rows("APP_PASSWORD_OWNER", alices + " and SUSPENDED_AT is not null") == 1);
        assertThat(realm.has(alice, phone)).isTrue();
        fixture.release();

        realm.awaitEnd(alice, phone);
        assertEnded("expired");
    }

    @Test
    void theSweepDeletesATombstoneThatIsBeingTried() throws Exception {
        realm.realm().revoke(alice, phone.id());
        realm.age(phone, "ENDED_AT", Instant.now().minus(Duration.ofDays(91)));
        fixture.hold("update APP_PASSWORD set TRIED_AT = 1 where ID = '" + phone.id() + "'");
        Future<?> swept = thread.submit(fixture::sweep);
        Waiting.until(PATIENCE, "the sweep waits", fixture::isAnyoneWaiting);
        fixture.release();
        swept.get();

        assertThat(fixture.history(alice, phone.id()).isMissingNode()).isTrue();
    }

    /** Of a link with an identity provider, and of a factor in a user's storage: without a note they would be taken for new ones. */
    @Test
    void theSweepKeepsTheLastNoteOfAFactorThatHasNoCredential() {
        for (String id : List.of("link:there", "federated:otp", "gone")) {
            for (int at : new int[] {1, 2}) {
                fixture.sql(("insert into APP_PASSWORD_FACTOR (ID, REALM_ID, USER_ID, KIND, CREDENTIAL_ID, NOTED_AT)"
                                + " values ('%s', '%s', '%s', 'proved', '%s', %d)")
                        .formatted(UUID.randomUUID(), id(realm), alice.id(), id, at));
            }
        }

        fixture.sweep();

        String alices = "USER_ID = '" + alice.id() + "' and CREDENTIAL_ID = '%s'";
        assertThat(rows("APP_PASSWORD_FACTOR", alices.formatted("link:there"))).isEqualTo(1);
        assertThat(rows("APP_PASSWORD_FACTOR", alices.formatted("federated:otp")))
                .isEqualTo(1);
        assertThat(rows("APP_PASSWORD_FACTOR", alices.formatted("gone"))).isZero();
    }

    @Test
    void aUseNotesThatThereIsNoSecondFactorThoughAnotherNodeNotesIt() {
        Person bob = realm.realm().user(NewUser.named("bob-" + number));
        AppPasswordOnPaper bobs = realm.appPassword(bob, "phone");

        behindInTheBackground(noteOfSecondFactor(bob), () -> assertThat(realm.status(bob, bobs))
                .isEqualTo(200));

        Waiting.until(
                PATIENCE,
                "it is noted",
                () -> rows("APP_PASSWORD_OWNER", "USER_ID = '" + bob.id() + "' and FACTOR_GONE_AT is not null") == 1);
    }

    // What a node leaves that dies after the commit.

    private String pending(String kind, Person person, String columns, String values) {
        return ("insert into APP_PASSWORD_PENDING (ID, KIND, REALM_ID, USER_ID, NOTED_AT%s)"
                        + " values ('%s', '%s', '%s', '%s', 1%s)")
                .formatted(columns, UUID.randomUUID(), kind, id(realm), person.id(), values);
    }

    private void pendingAndThen(String... statements) {
        for (String statement : statements) {
            assertThat(fixture.sql(statement)).as(statement).isPositive();
        }
        realm.realm().admin().post(realm.realm().path("/clear-user-cache"), Map.of());
    }

    @Test
    void oneThatIsRevokedIsRefusedAtOnceAndEndsLater() {
        pendingAndThen(pending(
                "app_password_revoked",
                alice,
                ", CREDENTIAL_ID, END_CAUSE",
                ", '" + phone.id() + "', 'password_reset_by_email'"));

        assertThat(realm.status(alice, phone)).isEqualTo(401);
        realm.awaitRefusal(alice, "revoked");
        fixture.doPendingWork();

        assertEnded("password_reset_by_email");
        assertNothingIsPending();
    }

    /** As {@link #aJobEndsNothingInARealmThatIsBeingRemoved}. */
    @Test
    void oneThatIsRevokedEndsOnlyWhenNobodyHoldsTheRealm() {
        pendingAndThen(pending(
                "app_password_revoked",
                alice,
                ", CREDENTIAL_ID, END_CAUSE",
                ", '" + phone.id() + "', 'password_reset_by_email'"));
        fixture.hold(lock("REALM", "ID = '" + id(realm) + "'"));
        fixture.doPendingWork();
        assertThat(realm.has(alice, phone)).isTrue();
        assertThat(realm.status(alice, phone)).isEqualTo(401);
        fixture.release();

        fixture.doPendingWork();
        assertEnded("password_reset_by_email");
        assertNothingIsPending();
    }

    @Test
    void oneThatKeycloakRemovedEndsLaterByTheNameThatItHad() {
        Follower follower = realm.follower();
        pendingAndThen(
                pending("credential_removed", alice, ", CREDENTIAL_ID, LABEL", ", '" + phone.id() + "', 'Old name'"),
                "delete from CREDENTIAL where ID = '" + phone.id() + "'");

        fixture.doPendingWork();

        assertEnded("revoked");
        assertThat(fixture.history(alice, phone.id()).path("label").asText()).isEqualTo("Old name");
        follower.await("revoked", alice.username());
        assertNothingIsPending();
    }

    @Test
    void whoWasDisabledIsToldOfLater() {
        Follower follower = realm.follower();
        pendingAndThen(
                pending("status", alice, "", ""),
                "update USER_ENTITY set ENABLED = false where ID = '" + alice.id() + "'");

        fixture.doPendingWork();

        follower.await("user_disabled", alice.username());
        assertNothingIsPending();
    }

    @Test
    void thatASecondFactorWentIsNotedLater() {
        pendingAndThen(
                pending("second_factors", alice, "", ""),
                "delete from CREDENTIAL where ID = '" + realm.otpId(alice) + "'");

        fixture.doPendingWork();

        assertFactorIsGone();
        assertNothingIsPending();
    }

    @Test
    void whoWasRemovedIsForgottenLaterAndWhoIsThereIsNot() {
        Person bob = user("bob-" + number);
        AppPasswordOnPaper bobs = realm.appPassword(bob, "phone");
        pendingAndThen(pending("user_removed", alice, "", ""), pending("user_removed", bob, "", ""));
        for (String table :
                List.of("USER_ROLE_MAPPING", "USER_REQUIRED_ACTION", "USER_ATTRIBUTE", "CREDENTIAL", "USER_ENTITY")) {
            String column = table.equals("USER_ENTITY") ? "ID" : "USER_ID";
            fixture.sql("delete from " + table + " where " + column + " = '" + alice.id() + "'");
        }

        fixture.doPendingWork();

        assertNothingIsLeftOf(alice);
        assertThat(realm.status(bob, bobs)).isEqualTo(200);
        assertNothingIsPending();
    }

    private void assertNothingIsPending() {
        assertThat(rows("APP_PASSWORD_PENDING", "REALM_ID = '" + id(realm) + "'"))
                .isZero();
    }
}
