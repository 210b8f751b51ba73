package io.github.keycloakapppasswords.gateways;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.stage.DovecotVersion;
import io.github.keycloakapppasswords.stage.MailClient;
import io.github.keycloakapppasswords.stage.StageProcess;
import jakarta.mail.internet.MimeUtility;
import java.io.UnsupportedEncodingException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A Dovecot that has passwords and mailboxes in an SQL database (SQLite), and asks Keycloak first, by the recipe. */
final class DovecotBesideSql implements AutoCloseable {
    private static final Duration TIME = Duration.ofSeconds(30);
    private static final DovecotVersion VERSION = DovecotVersion.installed();
    private static final String VICTIM = "victim";
    private static final String PASSWORD_QUERY =
            "SELECT name AS user, password FROM users WHERE name = '" + VERSION.user() + "'";
    private static final String MAILBOX_QUERY = "SELECT home FROM users WHERE name = '" + VERSION.user() + "'";
    private static final String MAKE_DATABASE =
            """
            import sqlite3, sys
            database = sqlite3.connect(sys.argv[1])
            database.execute("CREATE TABLE users (name TEXT, password TEXT, home TEXT)")
            for row in range(2, len(sys.argv), 3):
                database.execute("INSERT INTO users VALUES (?, ?, ?)", sys.argv[row:row + 3])
            database.commit()
            """;

    private final RecipeFolder folder = RecipeFolder.create("dovecot");
    private final ImapDovecot dovecot;

    private DovecotBesideSql(GatewayTerms terms, List<String> names, boolean moving) {
        List<String> all = Stream.concat(names.stream(), Stream.of(VICTIM)).toList();
        makeDatabase(all);
        installRecipe(terms);
        String passdb = moving ? movingTo(names) : sqlPassdb();
        dovecot = ImapDovecot.start(
                folder,
                "!include " + folder.resolve("auth-app-passwords.conf.ext") + "\n" + passdb + mailboxes()
                        + "auth_debug = yes\n");
    }

    /** By the files for moving: the SQL passdb is asked for those on the list. */
    static DovecotBesideSql moving(GatewayTerms terms, List<String> names) {
        return new DovecotBesideSql(terms, names, true);
    }

    /** An SQL passdb that is asked for everybody, as no page has it. */
    static DovecotBesideSql directlyAfter(GatewayTerms terms, List<String> names) {
        return new DovecotBesideSql(terms, names, false);
    }

    static String oldPassword(String name) {
        return "old password of " + name;
    }

    MailClient client() {
        return dovecot.client();
    }

    /** The queries that it has logged with this text; all of those of the logins before, by a login after them. */
    List<String> queriesWith(String text) {
        String last = "last-" + System.nanoTime();
        dovecot.client().imap(last, "none");
        return dovecot.awaitLogged(last)
                .lines()
                .filter(line -> line.contains("SELECT ") && line.contains(text))
                .toList();
    }

    /** Dovecot 2.3 escapes what it puts into a query; 2.4 does so in some versions only, and must not be relied upon. */
    void requireNoQueryOfSql(String text) {
        switch (VERSION) {
            case V2_3 -> assertThat(queriesWith(text)).isNotEmpty().allMatch(query -> query.contains(text + "'"));
            case V2_4 -> assertThat(queriesWith(text)).isEmpty();
        }
    }

    @Override
    public void close() {
        dovecot.close();
    }

    private void makeDatabase(List<String> names) {
        Path database = folder.resolve("users.sqlite");
        List<String> command = new ArrayList<>(
                List.of("python3", folder.write("make-database", MAKE_DATABASE).toString(), database.toString()));
        for (int i = 0; i < names.size(); i++) {
            command.add(names.get(i));
            command.add("{PLAIN}" + oldPassword(names.get(i)));
            command.add(deliver("mail/" + i, names.get(i)).toString());
        }
        StageProcess.start("python3", folder.resolve(""), folder.resolve("make-database.log"), Map.of(), command)
                .succeed(TIME);
        folder.give(database, "dovecot");
    }

    private Path deliver(String home, String name) {
        try {
            String subject = MimeUtility.encodeText(MailOf.subject(name), "UTF-8", "B");
            Path message = folder.write(home + "/Maildir/new/1", "Subject: " + subject + "\n\nDelivered.\n");
            for (String path : List.of("", "/Maildir", "/Maildir/new", "/Maildir/new/1")) {
                folder.give(folder.resolve(home + path), "nobody");
            }
            return message.resolve("../../..").normalize();
        } catch (UnsupportedEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    private void installRecipe(GatewayTerms terms) {
        Path secret =
                folder.writeSecret("keycloak-gateway.secret", terms.credential().secret());
        folder.give(secret, "dovecot");
        Path script = folder.install(
                "app-password.lua",
                "app-password.lua",
                Map.of(
                        "https://keycloak.example.org/realms/example",
                        terms.realmUrl(),
                        "local SECRET_FILE = \"/etc/dovecot/keycloak-gateway.secret\"",
                        "local SECRET_FILE = \"" + secret + "\""));
        folder.install(
                VERSION.number() + "/auth-app-passwords.conf.ext",
                "auth-app-passwords.conf.ext",
                Map.of(
                        "/etc/dovecot/app-password.lua",
                        script.toString(),
                        "/etc/ssl/certs/ca-certificates.crt",
                        terms.caFile().toString()));
    }

    private String movingTo(List<String> names) {
        StringBuilder lines = new StringBuilder();
        names.forEach(name -> lines.append(name).append(":::::::noauthenticate\n"));
        Path list = folder.write("not-yet-moved", lines.toString());
        folder.give(list, "dovecot");
        String pam =
                switch (VERSION) {
                    case V2_3 -> "passdb {\n  driver = pam\n  mechanisms = plain login\n}\n";
                    case V2_4 -> "passdb pam {\n  mechanisms_filter = plain login\n}\n";
                };
        Path moving = folder.install(
                "../dovecot-moving/" + VERSION.number() + "/auth-moving.conf.ext",
                "auth-moving.conf.ext",
                Map.of("/etc/dovecot/not-yet-moved", list.toString(), pam, sqlPassdb()));
        return "!include " + moving + "\n";
    }

    private String sqlPassdb() {
        return switch (VERSION) {
            case V2_3 -> "passdb {\n  driver = sql\n  args = %s\n}\n".formatted(sqlSettings());
            case V2_4 -> "passdb sql {\n  query = %s\n}\n".formatted(PASSWORD_QUERY);
        };
    }

    private String mailboxes() {
        String userdb =
                switch (VERSION) {
                    case V2_3 -> "userdb {\n  driver = sql\n  args = %s\n}\n".formatted(sqlSettings());
                    case V2_4 ->
                        "sql_driver = sqlite\nsqlite_path = %s\nuserdb sql {\n  query = %s\n}\n"
                                .formatted(folder.resolve("users.sqlite"), MAILBOX_QUERY);
                };
        return userdb + VERSION.maildir("~/Maildir");
    }

    /** The file that 2.3 has for a database. */
    private Path sqlSettings() {
        return folder.write(
                "dovecot-sql.conf.ext",
                "driver = sqlite\nconnect = %s\npassword_query = %s\nuser_query = %s\n"
                        .formatted(folder.resolve("users.sqlite"), PASSWORD_QUERY, MAILBOX_QUERY));
    }
}
