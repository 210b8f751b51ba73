package io.github.keycloakapppasswords.gateways;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.gateways.Login.Answer;
import io.github.keycloakapppasswords.gateways.Residents.Resident;
import io.github.keycloakapppasswords.stage.AppPasswordOnPaper;
import io.github.keycloakapppasswords.stage.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * What every gateway does while Keycloak answers, each test a column of the table that {@code bin/verify gateways} prints and each
 * subclass, named {@code XIT}, a row. A subclass has a realm and a daemon of its own. Its own tests run before the outages.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
abstract class LoginContract extends GatewayUnderTest {
    private List<Resident> crowd = List.of();

    @BeforeAll
    final void gatherCrowd() {
        crowd = IntStream.rangeClosed(1, 20)
                .mapToObj(number -> resident("crowd-" + number))
                .toList();
    }

    @Test
    @Order(1)
    final void ok() {
        isIn(login("anna", anna().secret()), "anna");
        isIn(login("bob", bob().secret()), "bob");
    }

    @Test
    final void wrong() {
        Resident other = resident("other");
        List<Login> answers = together(List.of(
                () -> login("anna", bob().secret()),
                () -> login("anna", anna().person().password()),
                () -> login("anna", "hunter2"),
                () -> login("other", other.secret().substring(1)),
                () -> login("nobody", anna().secret())));

        assertThat(answers).extracting(Login::answer).containsOnly(Answer.WRONG);
    }

    /** Keycloak answers 503, and the user's client is to try later. */
    @Test
    final void badGatewaySecret() {
        Resident newcomer = resident("new-secret");
        gateway().changeSecret("not-the-secret");
        try {
            isLater(login(newcomer.name(), newcomer.secret()));
        } finally {
            gateway().changeSecret(credential().secret());
        }
        isIn(login(newcomer.name(), newcomer.secret()), newcomer.name());
        Waiting.until(Duration.ofSeconds(20), "there is an event about the wrong secret", () -> residents()
                .hasEvent("CLIENT_LOGIN_ERROR", "gateway_credential_wrong"));
    }

    @Test
    final void revoked() {
        Resident lost = resident("lost");
        isIn(login("lost", lost.secret()), "lost");

        realm().revoke(lost.person(), lost.appPassword().id());
        gateway().forgetVerdicts();

        isWrong(login("lost", lost.secret()));
    }

    @Test
    final void otherProtocol() {
        AppPasswordOnPaper other = residents().forAnotherProtocol(anna().person());

        isWrong(login("anna", other.secret()));
    }

    @Test
    final void utf8() {
        for (String name : names()) {
            isIn(login(name, resident(name).secret()), name);
        }
    }

    /** What is typed never names the mailbox, and no name that looks like another's opens it. */
    @Test
    final void rightMailbox() {
        gateway().deliver("frank");
        Resident frank = residents().make("frank", Map.of("email", "frank@example.org", "emailVerified", true));
        gateway().deliver("info@example.org");
        Resident mallory = residents().make("mallory");
        residents().make("info@example.org");

        for (String typed : List.of("FRANK", "frank@example.org", "Frank@Example.ORG")) {
            opensOnly(login(typed, frank.secret()), "frank");
        }
        List<Callable<Login>> othersNames = new ArrayList<>();
        for (String typed : List.of("info@example.org", "frank", "b\u00f6b", "bob", "bob ", "BOB", "../bob", "bob/")) {
            othersNames.add(() -> login(typed, mallory.secret()));
        }
        othersNames.add(() -> login("fr\u00e4nk", frank.secret()));
        together(othersNames).forEach(GatewayUnderTest::isWrong);
    }

    @Test
    final void theLoginIdentityNamesTheMailbox() {
        gateway().deliver("box-of-grete");
        Resident grete = residents().make("grete", Map.of("attributes", Map.of("mailbox", List.of("box-of-grete"))));
        mark("attribute:mailbox");
        try {
            opensOnly(login("grete", grete.secret()), "box-of-grete");
        } finally {
            mark("username");
        }
    }

    @Test
    final void twentyAtOnce() {
        List<Login> logins = together(crowd.stream()
                .<Callable<Login>>map(one -> () -> login(one.name(), one.secret()))
                .toList());

        assertThat(logins)
                .extracting(Login::opened)
                .containsExactlyElementsOf(crowd.stream().map(Resident::name).toList());
    }

    @Test
    final void hundredInARow() {
        for (int i = 0; i < loginsInARow(); i++) {
            Resident one = crowd.get(i % crowd.size());
            isIn(login(one.name(), one.secret()), one.name());
        }
    }
}
