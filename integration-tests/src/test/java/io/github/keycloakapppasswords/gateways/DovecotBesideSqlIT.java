package io.github.keycloakapppasswords.gateways;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.gateways.Residents.Resident;
import io.github.keycloakapppasswords.stage.KeycloakOnDatabase;
import io.github.keycloakapppasswords.stage.KeycloakOnMariaDb;
import io.github.keycloakapppasswords.stage.MailClient;
import io.github.keycloakapppasswords.stage.MailLogin;
import io.github.keycloakapppasswords.stage.StageException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The recipe where people have passwords and mailboxes in SQL: a name that is SQL opens nothing, whether it was typed or
 * is the login identity of Keycloak's answer (CVE-2026-24031), and all other names work.
 */
@ExtendWith(KeycloakOnMariaDb.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DovecotBesideSqlIT {
    private static final String WRONG = "[AUTHENTICATIONFAILED]";
    private static final List<String> NAMES =
            List.of("jürgen", "ليلى", "carol+lists", "50%25 off", "a b", "dora@example.org", "erin&co");
    /** If the text of the name were a part of the query, this would be another row of its answer. */
    private static final String ANOTHER_ROW = "x' union select 'victim', '{plain}mine' -- ";
    /** If the text of the name were a part of the query, the answer would have the victim's row. */
    private static final String ROW_OF_THE_VICTIM = "x' or name = 'victim";

    private Residents residents;
    private DovecotBesideSql moving;
    private DovecotBesideSql beside;

    @BeforeAll
    void open(KeycloakOnDatabase.Pair servers) {
        residents = new Residents(servers.keycloak(), "imap");
        GatewayTerms terms =
                GatewayTerms.of(servers, residents.realm(), residents.realm().gateway("dovecot", "imap"), "dovecot");
        moving = DovecotBesideSql.moving(terms, NAMES);
        beside = DovecotBesideSql.directlyAfter(terms, NAMES);
    }

    @AfterAll
    void close() {
        if (beside != null) {
            beside.close();
        }
        if (moving != null) {
            moving.close();
        }
        residents.close();
    }

    @Test
    void opensTheMailboxOfEachName() {
        for (String name : NAMES) {
            Resident resident = residents.make(name);
            for (DovecotBesideSql dovecot : List.of(moving, beside)) {
                isIn(dovecot.client(), name, resident.secret());
                isIn(dovecot.client(), name, DovecotBesideSql.oldPassword(name));
                isWrong(dovecot.client(), name, "neither");
            }
        }
    }

    @Test
    void aNameThatIsSqlOpensNothingWhileMoving() {
        isWrong(moving.client(), ANOTHER_ROW, "mine");
        isWrong(moving.client(), ROW_OF_THE_VICTIM, DovecotBesideSql.oldPassword("victim"));

        assertThat(moving.queriesWith("x'")).isEmpty();
    }

    @Test
    void aNameThatIsSqlOpensNothingByAnSqlPassdbThatIsAskedNext() {
        isWrong(beside.client(), ANOTHER_ROW, "mine");
        isWrong(beside.client(), ROW_OF_THE_VICTIM, DovecotBesideSql.oldPassword("victim"));

        beside.requireNoQueryOfSql("x'");
    }

    @Test
    void aLoginIdentityThatIsSqlOpensNothing() {
        Resident mallory =
                residents.make(ROW_OF_THE_VICTIM, Map.of("email", "mallory@example.org", "emailVerified", true));

        assertThat(letsIn(moving.client(), "mallory@example.org", mallory.secret()))
                .isFalse();
        moving.requireNoQueryOfSql("x'");
    }

    /**
     * Where the password is right and there is no mailbox, Dovecot answers {@code NO [UNAVAILABLE]} and cuts the connection; a
     * client may see the cut only (4 of 60 logins at 2.3).
     */
    private static boolean letsIn(MailClient client, String name, String password) {
        try {
            return client.imap(name, password).accepted();
        } catch (StageException e) {
            assertThat(e).hasMessageContaining("Connection dropped by server");
            return false;
        }
    }

    private static void isIn(MailClient client, String name, String password) {
        MailLogin login = client.imap(name, password);
        assertThat(login.accepted()).as(name + ": " + login.answer()).isTrue();
        assertThat(login.subjects()).containsExactly(MailOf.subject(name));
    }

    private static void isWrong(MailClient client, String name, String password) {
        assertThat(client.imap(name, password).answer()).as(name).contains(WRONG);
    }
}
