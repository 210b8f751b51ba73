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

    private final Realm realm;
    private final Gateway gateway;
    private final String secret;
    private final String copied;

    Crowd(KeycloakServer keycloak, int users) {
        realm = Realm.create(keycloak, Map.of("eventsEnabled", false, "adminEventsEnabled", false));
        realm.setUp();
        gateway = realm.gateway("bench", "imap");
        Person first = realm.user(NewUser.named("first").withOtp());
        AppPasswordOnPaper phone = realm.appPassword(first, "Phone", "imap");
        secret = phone.secret();
        copied = phone.id();
        String id = "'" + first.id().substring(0, 24) + "' || lpad(X, 12, '0')";
        String credentialId = "substring(ID, 1, 24) || lpad(X, 12, '0')";
        String everybody = ", SYSTEM_RANGE(1, " + users + ")";
        execute("insert into USER_ENTITY (ID, USERNAME, EMAIL, EMAIL_CONSTRAINT, EMAIL_VERIFIED, ENABLED, REALM_ID,"
                + " CREATED_TIMESTAMP, NOT_BEFORE) select " + id + ", 'user-' || X, 'user-' || X || '@example.org',"
                + " 'user-' || X || '@example.org', true, true, REALM_ID, CREATED_TIMESTAMP, NOT_BEFORE"
                + " from USER_ENTITY" + everybody + " where ID = '" + first.id() + "'");
        execute("insert into USER_ROLE_MAPPING (ROLE_ID, USER_ID) select ROLE_ID, " + id + " from USER_ROLE_MAPPING"
                + everybody + " where USER_ID = '" + first.id() + "'");
        execute("insert into CREDENTIAL (ID, USER_ID, TYPE, CREATED_DATE, USER_LABEL, SECRET_DATA, CREDENTIAL_DATA,"
                + " PRIORITY) select " + credentialId + ", " + id + ", TYPE, CREATED_DATE, USER_LABEL, SECRET_DATA,"
                + " CREDENTIAL_DATA, PRIORITY from CREDENTIAL" + everybody + " where USER_ID = '" + first.id() + "'");
        execute("insert into APP_PASSWORD (ID, REALM_ID, USER_ID, LABEL, SALT, HASH, CREATED_AT, PROTOCOLS,"
                + " DEVICE_ACCOUNT, WATCHED_SINCE) select " + credentialId + ", REALM_ID, " + id
                + ", LABEL, SALT, HASH,"
                + " CREATED_AT, PROTOCOLS, DEVICE_ACCOUNT, WATCHED_SINCE from APP_PASSWORD" + everybody
                + " where ID = '" + phone.id() + "'");
    }

    /** Lets the app passwords of the users after this number, up to the other one, fall due: they were never used. */
    void neverUsed(int after, int last) {
        execute("update APP_PASSWORD set WATCHED_SINCE = 1, CREATED_AT = 1 where ID <> '" + copied + "' and ID > "
                + id(after) + " and ID <= " + id(last));
    }

    /** Has the life cycle's job begin. */
    void startJobs() {
        call("jobs", "");
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
        return "'" + copied.substring(0, 24) + "' || lpad(" + number + ", 12, '0')";
    }

    /** Asks about one of the first so many of them, another one each time. */
    Request validate(String name, int users) {
        return new Request(
                name,
                URI.create(realm.validateUrl()),
                "application/json",
                Http.basic(gateway.clientId(), gateway.secret()),
                "{\"username\":\"user-" + Request.ANYBODY + "\",\"password\":\"" + secret
                        + "\",\"protocol\":\"imap\",\"client_ip\":\"192.0.2.1\"}",
                users,
                200);
    }

    /** How many rows it has changed. */
    private int execute(String statement) {
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
