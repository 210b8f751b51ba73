package io.github.keycloakapppasswords.bench;

import io.github.keycloakapppasswords.stage.AppPasswordOnPaper;
import io.github.keycloakapppasswords.stage.Gateway;
import io.github.keycloakapppasswords.stage.Http;
import io.github.keycloakapppasswords.stage.HttpAnswer;
import io.github.keycloakapppasswords.stage.KeycloakServer;
import io.github.keycloakapppasswords.stage.NewUser;
import io.github.keycloakapppasswords.stage.Person;
import io.github.keycloakapppasswords.stage.Realm;
import io.github.keycloakapppasswords.stage.StageException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;

/**
 * A realm with as many users as a mail server has mailboxes, {@code user-1} and so on, each with one app password and a second factor. Copied in
 * the database from one that was made as ever, with her secret, which is therefore everybody's.
 */
final class Crowd {

    /** The numbers from 1 on, as the database counts them. */
    enum Counting {
        H2("SYSTEM_RANGE(1, %d)"),
        POSTGRESQL("generate_series(1, %d) as numbers(X)");

        private final String rows;

        Counting(String rows) {
            this.rows = rows;
        }

        String upTo(int last) {
            return rows.formatted(last);
        }
    }

    private static final String NUMBER = "lpad(cast(X as varchar(12)), 12, '0')";

    private final Realm realm;
    private final Gateway gateway;
    private final Counting counting;
    private final String secret;
    private final String othersSecret;
    private final String userId;
    private final String copied;

    Crowd(KeycloakServer keycloak, int users, Counting counting) {
        this.counting = counting;
        realm = Realm.create(keycloak, Map.of("eventsEnabled", false, "adminEventsEnabled", false));
        realm.setUp();
        gateway = realm.gateway("bench", "imap");
        Person first = realm.user(NewUser.named("first").withOtp());
        AppPasswordOnPaper phone = realm.appPassword(first, "Phone", "imap");
        secret = phone.secret();
        copied = phone.id();
        othersSecret = realm.appPassword(realm.user(NewUser.named("other")), "Phone", "imap")
                .secret();
        userId = first.id();
        String id = "'" + first.id().substring(0, 24) + "' || " + NUMBER;
        String credentialId = "substring(ID, 1, 24) || " + NUMBER;
        String everybody = ", " + counting.upTo(users);
        execute("insert into USER_ENTITY (ID, USERNAME, EMAIL, EMAIL_CONSTRAINT, EMAIL_VERIFIED, ENABLED, REALM_ID,"
                + " CREATED_TIMESTAMP, NOT_BEFORE) select " + id + ", 'user-' || X, 'user-' || X || '@example.org',"
                + " 'user-' || X || '@example.org', true, true, REALM_ID, CREATED_TIMESTAMP, NOT_BEFORE"
                + " from USER_ENTITY" + everybody + " where ID = '" + first.id() + "'");
        execute("insert into USER_ROLE_MAPPING (ROLE_ID, USER_ID) select ROLE_ID, " + id + " from USER_ROLE_MAPPING"
                + everybody + " where USER_ID = '" + first.id() + "'");
        execute("insert into CREDENTIAL (ID, USER_ID, TYPE, CREATED_DATE, USER_LABEL, SECRET_DATA, CREDENTIAL_DATA,"
                + " PRIORITY) select " + credentialId + ", " + id + ", TYPE, CREATED_DATE, USER_LABEL, SECRET_DATA,"
                + " CREDENTIAL_DATA, PRIORITY from CREDENTIAL" + everybody + " where USER_ID = '" + first.id() + "'");
        execute("insert into APP_PASSWORD_OWNER (USER_ID, REALM_ID, TOLD_DISABLED) select " + id
                + ", REALM_ID, TOLD_DISABLED from APP_PASSWORD_OWNER" + everybody + " where USER_ID = '" + first.id()
                + "'");
        execute(
                "insert into APP_PASSWORD (ID, REALM_ID, USER_ID, LABEL, SALT, HASH, FINGERPRINT, CREATED_AT, PROTOCOLS,"
                        + " DEVICE_ACCOUNT, WATCHED_SINCE) select " + credentialId + ", REALM_ID, " + id
                        + ", LABEL, SALT, HASH, FINGERPRINT,"
                        + " CREATED_AT, PROTOCOLS, DEVICE_ACCOUNT, WATCHED_SINCE from APP_PASSWORD" + everybody
                        + " where ID = '" + phone.id() + "'");
    }

    /** Lets the app passwords of the users after this number, up to the other one, fall due: they were never used. */
    void neverUsed(int after, int last) {
        execute("update APP_PASSWORD set WATCHED_SINCE = 1, CREATED_AT = 1 where ID <> '" + copied + "' and ID > "
                + id(after) + " and ID <= " + id(last));
    }

    /** Removes the uses that were written, as if there had been none. */
    void forgetUses() {
        execute("update APP_PASSWORD set USED_AT = null, USED_DAY = null, USED_PROTOCOL = null, USED_ADDRESS = null,"
                + " USED_GATEWAY = null where USED_AT is not null");
    }

    /** Gives so many users a hundred app passwords that have ended, each. */
    void tombstones(int users) {
        execute(
                "insert into APP_PASSWORD (ID, REALM_ID, USER_ID, LABEL, SALT, HASH, FINGERPRINT, CREATED_AT, PROTOCOLS,"
                        + " DEVICE_ACCOUNT, ENDED_AT, END_CAUSE) select 'ended-' || substring(ID, 7, 18) || " + NUMBER
                        + ", REALM_ID, '" + userId.substring(0, 24)
                        + "' || lpad(cast((X - 1) / 100 + 1 as varchar(12)), 12, '0')"
                        + ", LABEL, 'AAAAAAAAAAAAAAAAAAAAAA==', 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=',"
                        + " '0000000000000000', CREATED_AT,"
                        + " PROTOCOLS, DEVICE_ACCOUNT, CREATED_AT, 'revoked' from APP_PASSWORD, "
                        + counting.upTo(users * 100) + " where ID = '" + copied + "'");
        realm.admin().post(realm.path("/clear-user-cache"), Map.of());
    }

    /** Notes a change for the feed for each user up to this number. */
    void changes(int last) {
        execute("insert into APP_PASSWORD_CHANGE (ID, REALM_ID, CHANGE_TYPE, USER_ID, PROTOCOLS, NOTED_AT) select"
                + " 'change-' || substring(ID, 8, 17) || " + NUMBER + ", REALM_ID, 'revoked', '"
                + userId.substring(0, 24) + "' || " + NUMBER + ", 'imap', CREATED_AT from APP_PASSWORD, "
                + counting.upTo(last) + " where ID = '" + copied + "'");
    }

    /** Has the life cycle's job begin. */
    void startJobs() {
        call("jobs", "");
    }

    /** Clears up what the server's own job clears up each hour. */
    void sweep() {
        call("sweep", "");
    }

    /** Whether the app password of the user of this number has ended. */
    boolean isEnded(int number) {
        return execute("update APP_PASSWORD set LABEL = LABEL where ENDED_AT is not null and ID = " + id(number)) == 1;
    }

    /** How many SQL statements the server has run since this was first asked for. */
    long statements() {
        return new Http()
                .send(HttpRequest.newBuilder(URI.create(realm.url() + "/app-passwords-fixture/work"))
                        .build())
                .json()
                .path("statements")
                .asLong();
    }

    private String id(int number) {
        return "'" + copied.substring(0, 24) + "%012d'".formatted(number);
    }

    /** Asks about the users of these numbers. */
    Request validate(String name, Request.Numbers numbers) {
        return validate(name, realm.validateUrl(), secret).drawing(numbers);
    }

    /** Asks another server on the same database about them. */
    Request validateAt(KeycloakServer other, String name, Request.Numbers numbers) {
        return validate(name, other.url() + URI.create(realm.validateUrl()).getPath(), secret)
                .drawing(numbers);
    }

    /** Asks with the secret of a user who is none of them. */
    Request refused(String name, Request.Numbers numbers) {
        return validate(name, realm.validateUrl(), othersSecret)
                .drawing(numbers)
                .answered(Request.Answer.of(401));
    }

    private Request validate(String name, String url, String password) {
        return Request.post(
                name,
                URI.create(url),
                "application/json",
                authorization(),
                Subjects.question("user-" + Request.ANYBODY, password));
    }

    /** Reads the feed after a cursor; empty: from now on. It may be too busy. */
    HttpAnswer feed(String cursor) {
        return Request.get(
                        "the feed",
                        URI.create(realm.url() + "/app-passwords/changes?after=" + Http.encode(cursor)),
                        Map.of("Authorization", authorization()))
                .send();
    }

    private String authorization() {
        return Http.basic(gateway.clientId(), gateway.secret());
    }

    /** How many rows it has changed. */
    int execute(String statement) {
        return call("sql", statement).json().path("rows").asInt();
    }

    private HttpAnswer call(String path, String body) {
        HttpAnswer answer = new Http()
                .send(HttpRequest.newBuilder(URI.create(realm.url() + "/app-passwords-fixture/" + path))
                        .header("Content-Type", "text/plain")
                        .POST(BodyPublishers.ofString(body))
                        .build());
        if (answer.status() / 100 != 2) {
            throw new StageException(path + " failed: " + answer.status() + " " + answer.body());
        }
        return answer;
    }
}
