package io.github.keycloakapppasswords.account;

import io.github.keycloakapppasswords.stage.Http;
import io.github.keycloakapppasswords.stage.HttpAnswer;
import io.github.keycloakapppasswords.stage.Person;
import io.github.keycloakapppasswords.stage.Realm;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;

/**
 * Keycloak's account console as its server sees it: a public client with tokens of the people who are signed in.
 *
 * @param token the access token that it sends; {@code null} for none
 */
public record Console(Realm realm, @Nullable String token) {

    static final String CLIENT = "account-console";

    private static final Http HTTP = new Http();
    private static final String VERIFIER = "a-code-verifier-of-at-least-43-characters-as-RFC-7636-asks";

    /** Lets tests sign people in to the console by their main passwords, without a browser. */
    public static void allowPasswordGrant(Realm realm) {
        change(realm, CLIENT, Map.of("directAccessGrantsEnabled", true));
    }

    /** Changes fields of a client. */
    static void change(Realm realm, String clientId, Map<String, Object> fields) {
        Map<String, Object> changed = new LinkedHashMap<>(fields);
        changed.put("clientId", clientId);
        realm.admin().put(realm.path("/clients/" + id(realm, clientId)), changed);
    }

    /** A client's internal id. */
    static String id(Realm realm, String clientId) {
        return realm.admin()
                .get(realm.path("/clients?clientId=" + Http.encode(clientId)))
                .path(0)
                .path("id")
                .asText();
    }

    /** Signs a person in. */
    public static Console of(Realm realm, Person person) {
        return new Console(
                realm,
                tokens(realm, password(person)).json().path("access_token").asText());
    }

    /** The form by which a person signs in to the console, with a one-time code if she has an authenticator app. */
    static Map<String, String> password(Person person) {
        Map<String, String> form = new LinkedHashMap<>(Map.of(
                "grant_type",
                "password",
                "client_id",
                CLIENT,
                "scope",
                "openid",
                "username",
                person.username(),
                "password",
                person.password()));
        person.authenticatorApp().ifPresent(app -> form.put("totp", app.freshCode()));
        return form;
    }

    /**
     * Removes any credential by Keycloak's own interface for the account console.
     *
     * @return the status
     */
    public int removeCredential(String credentialId) {
        return HTTP.send(HttpRequest.newBuilder(URI.create(realm.url() + "/account/credentials/" + credentialId))
                        .header("Authorization", "Bearer " + token)
                        .header("Accept", "application/json")
                        .DELETE()
                        .build())
                .status();
    }

    /** Signs an admin in as a person, through Keycloak's own impersonation. */
    static Console impersonating(Realm realm, Person person) {
        HttpAnswer impersonation =
                realm.admin().exchange("POST", realm.path("/users/" + person.id() + "/impersonation"), Map.of());
        Assertions.assertThat(impersonation.status()).as(impersonation.body()).isEqualTo(200);
        String page = realm.url() + "/account/";
        HttpAnswer login = HTTP.send(HttpRequest.newBuilder(URI.create(realm.url()
                        + "/protocol/openid-connect/auth?response_type=code&scope=openid&client_id=" + CLIENT
                        + "&redirect_uri=" + Http.encode(page) + "&code_challenge_method=S256&code_challenge="
                        + challenge()))
                .header("Cookie", cookies(impersonation))
                .build());
        String location = login.header("Location").orElseThrow();
        String code = location.substring(location.indexOf("code=") + "code=".length());
        HttpAnswer tokens = tokens(
                realm,
                Map.of(
                        "grant_type",
                        "authorization_code",
                        "client_id",
                        CLIENT,
                        "redirect_uri",
                        page,
                        "code",
                        code,
                        "code_verifier",
                        VERIFIER));
        return new Console(realm, tokens.json().path("access_token").asText());
    }

    /** A call of the token endpoint that succeeds. */
    static HttpAnswer tokens(Realm realm, Map<String, String> form) {
        HttpAnswer answer = HTTP.send(Http.withForm(
                HttpRequest.newBuilder(URI.create(realm.url() + "/protocol/openid-connect/token")), form));
        Assertions.assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer;
    }

    /** The cookies that an answer sets, as a browser sends them back. */
    static String cookies(HttpAnswer answer) {
        List<String> cookies = answer.headers().allValues("Set-Cookie").stream()
                .map(cookie -> cookie.substring(0, cookie.indexOf(';')))
                .filter(cookie -> !cookie.endsWith("="))
                .toList();
        return String.join("; ", cookies);
    }

    /** A call below {@code /app-passwords/account}, whatever the answer. */
    public HttpAnswer exchange(String method, String below, @Nullable Object body) {
        return exchange(method, below, body, Map.of());
    }

    /** The same with more headers. */
    HttpAnswer exchange(String method, String below, @Nullable Object body, Map<String, String> headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(realm.url() + "/app-passwords/account" + below));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        headers.forEach(request::header);
        return HTTP.send(Http.withJson(request, method, body));
    }

    public HttpAnswer list() {
        return exchange("GET", "", null);
    }

    public HttpAnswer rename(String credentialId, String label) {
        return exchange("PUT", "/" + credentialId, Map.of("label", label));
    }

    public HttpAnswer revoke(String credentialId) {
        return exchange("DELETE", "/" + credentialId, null);
    }

    private static String challenge() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(VERIFIER.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }
}
