package io.github.keycloakapppasswords.validation;

import static io.github.keycloakapppasswords.validation.Asking.IMAP;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.stage.AppPasswordOnPaper;
import io.github.keycloakapppasswords.stage.HttpAnswer;
import io.github.keycloakapppasswords.stage.KeycloakServer;
import io.github.keycloakapppasswords.stage.NewUser;
import io.github.keycloakapppasswords.stage.Realm;
import io.github.keycloakapppasswords.stage.SharedKeycloak;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A request that does not follow the dialect is the gateway's error, not the user's. */
@ExtendWith(SharedKeycloak.class)
@TestInstance(Lifecycle.PER_CLASS)
class MalformedRequestIT {

    private final Realm realm;
    private final AppPasswordOnPaper phone;
    private final Asking dovecot;

    MalformedRequestIT(KeycloakServer keycloak) {
        realm = Realm.create(keycloak);
        phone = realm.appPassword(realm.user(NewUser.named("alice")), "phone", IMAP);
        dovecot = Asking.as(realm, realm.gateway("dovecot", IMAP));
    }

    @AfterAll
    void removeRealm() {
        realm.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "application/json|[]|400|must be one object",
                "application/json|{|400|must be one object",
                "application/json|{\"username\":\"a\",\"password\":1,\"protocol\":\"imap\"}|400|password must be text",
                "application/json|{\"username\":\"a\",\"password\":\"b\"}|400|protocol is missing",
                "application/json|{\"username\":\"a\",\"username\":\"a\"}|400|\"username\" occurs twice",
                "application/json|{\"user\":\"a\"}|400|another field",
                "application/json|{\"username\":\"a\",\"password\":\"b\",\"protocol\":\"imap!\"}|400|A protocol is",
                "application/x-www-form-urlencoded|username=a&username=b|400|\"username\" occurs twice",
                "application/x-www-form-urlencoded|username=a&password=b|400|protocol is missing",
                "text/plain|username=a|415|content type",
                "application/json;charset=iso-8859-1|{}|415|content type"
            })
    void isAnErrorOfTheGatewayThatSaysWhat(String type, String body, int status, String message) {
        HttpAnswer answer = dovecot.send(type, body.getBytes(UTF_8));

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.json().path("error").asText()).isEqualTo("invalid_request");
        assertThat(answer.json().path("error_description").asText()).contains(message);
    }

    @Test
    void isNoneWhereTypeAndProtocolAreWrittenInAnotherWay() {
        String json = "{\"username\":\"alice\",\"password\":\"" + phone.secret() + "\",\"protocol\":\"IMAP\"}";

        for (String type :
                List.of("application/json; charset=utf8", "Application/JSON;", "application/json;charset=UTF-8;")) {
            assertThat(dovecot.send(type, json.getBytes(UTF_8)).status())
                    .as(type)
                    .isEqualTo(200);
        }
    }

    @Test
    void isABodyOfMoreThanEightKibibytes() {
        String json = "{\"username\":\"" + "a".repeat(9000) + "\"}";
        String form = "username=" + "a".repeat(9000);

        assertThat(dovecot.send("application/json", json.getBytes(UTF_8)).status())
                .isEqualTo(413);
        assertThat(dovecot.send("application/x-www-form-urlencoded", form.getBytes(UTF_8))
                        .status())
                .isEqualTo(413);
    }

    @Test
    void isAQuestionWithoutContentType() {
        assertThat(dovecot.send(null, "username=a".getBytes(UTF_8)).status()).isEqualTo(415);
    }

    @Test
    void noAnswerMayBeStoredOrReadByABrowser() {
        for (HttpAnswer answer : List.of(
                dovecot.ask("alice", phone.secret(), IMAP),
                dovecot.ask("alice", "wrong", IMAP),
                dovecot.ask("alice", phone.secret(), "caldav"),
                dovecot.send("text/plain", new byte[0]))) {
            assertThat(answer.header("Cache-Control")).contains("no-store");
            assertThat(answer.headers().map().keySet()).noneMatch(name -> name.startsWith("access-control"));
        }
    }
}
