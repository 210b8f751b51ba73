package io.github.keycloakapppasswords.validation;

import io.github.keycloakapppasswords.stage.Http;
import io.github.keycloakapppasswords.stage.HttpAnswer;
import io.github.keycloakapppasswords.stage.Realm;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.Assertions;

/**
 * A realm's login page, without a browser.
 *
 * @param clientId a client that may send people there, to come back to {@code http://localhost/}
 */
public record WebLogin(Realm realm, String clientId) {

    private static final Http HTTP = new Http();
    private static final Pattern ACTION = Pattern.compile("action=\"([^\"]+)\"");

    /** Opens the page and fills it in; whatever the answer, which has a code in its {@code Location} if all is well. */
    public HttpAnswer submit(String username, String password) {
        HttpAnswer page = HTTP.send(HttpRequest.newBuilder(URI.create(realm.url()
                        + "/protocol/openid-connect/auth?response_type=code&scope=openid&client_id=" + clientId
                        + "&redirect_uri=" + Http.encode("http://localhost/")))
                .build());
        Assertions.assertThat(page.status()).isEqualTo(200);
        Matcher action = ACTION.matcher(page.body());
        Assertions.assertThat(action.find()).isTrue();
        List<String> cookies = page.headers().allValues("Set-Cookie").stream()
                .map(cookie -> cookie.substring(0, cookie.indexOf(';')))
                .toList();
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(action.group(1).replace("&amp;", "&")))
                .header("Cookie", String.join("; ", cookies));
        return HTTP.send(Http.withForm(request, Map.of("username", username, "password", password)));
    }
}
