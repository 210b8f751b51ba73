package io.github.keycloakapppasswords.gateways;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.keycloakapppasswords.gateways.Residents.Resident;
import io.github.keycloakapppasswords.stage.AppPasswordOnPaper;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApacheIT extends CheckerContract {
    @Override
    String protocol() {
        return "webdav";
    }

    @Override
    StockGateway start(GatewayTerms terms) {
        return new Apache(terms);
    }

    @Test
    void tellsTheClientsAddress() {
        Resident jana = resident("jana");
        AppPasswordOnPaper here = realm().appPassword(jana.person(), "Here", List.of("127.0.0.0/8"), null, "webdav");
        AppPasswordOnPaper office =
                realm().appPassword(jana.person(), "Office", List.of("192.0.2.0/24"), null, "webdav");

        assertThat(login("jana", here.secret()).opened()).isEqualTo("jana");
        isWrong(login("jana", office.secret()));
    }

    @Test
    void asksForUserNameAndPassword() {
        Curl.Answer answer = ((Apache) gateway()).page().run();

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate").orElseThrow())
                .startsWith("Basic ")
                .contains("charset=\"UTF-8\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer YW5uYTph",
                "Basic",
                "Basic %%%",
                "Basic YW5uYQ==",
                "Basic YW5uYTph YW5uYTph",
                "Basic YQ=="
            })
    void takesNoOtherCredentials(String authorization) {
        Curl.Answer answer = ((Apache) gateway())
                .page()
                .header("Authorization: " + authorization)
                .run();

        assertThat(answer.status()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Remote-User: victim",
                "X_Remote_User: victim",
                "X_Remote-User: victim",
                "x-remote_user: victim",
                "Connection: x-remote-user",
                "Connection: close, X-Remote-User; Connection: X-Remote-User; X_Remote_User: victim"
            })
    void tellsAnApplicationTheUserAndNoAppPassword(String headers) {
        Curl request = ((Apache) gateway()).application().user("bob", bob().secret());
        for (String line : headers.split("; ", -1)) {
            request.header(line);
        }

        List<String> arrived = request.run()
                .body()
                .lines()
                .map(line -> line.toLowerCase(Locale.ROOT).replace('_', '-'))
                .toList();

        assertThat(arrived)
                .filteredOn(line -> line.startsWith("x-remote-user:"))
                .containsExactly("x-remote-user: bob");
        assertThat(arrived).noneMatch(line -> line.startsWith("authorization:"));
    }
}
