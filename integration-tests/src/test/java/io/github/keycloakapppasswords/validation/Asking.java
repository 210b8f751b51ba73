package io.github.keycloakapppasswords.validation;

import io.github.keycloakapppasswords.stage.Gateway;
import io.github.keycloakapppasswords.stage.Http;
import io.github.keycloakapppasswords.stage.HttpAnswer;
import io.github.keycloakapppasswords.stage.Realm;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Asks the endpoint {@code validate} of a realm with some gateway's credential. */
public record Asking(Realm realm, Map<String, String> credentialHeaders, String clientIp) {

    public static final String IMAP = "imap";

    private static final Http HTTP = new Http();

    /** For a client at 192.0.2.7. */
    public Asking(Realm realm, Map<String, String> credentialHeaders) {
        this(realm, credentialHeaders, "192.0.2.7");
    }

    /** The same gateway, asking for a client at another address: what is refused there is news again. */
    public Asking forClientAt(String address) {
        return new Asking(realm, credentialHeaders, address);
    }

    public static Asking as(Realm realm, Gateway gateway) {
        return new Asking(realm, Map.of("Authorization", Http.basic(gateway.clientId(), gateway.secret())));
    }

    public static Asking withToken(Realm realm, String token) {
        return new Asking(realm, Map.of("Authorization", "Bearer " + token));
    }

    /** Asks in JSON. */
    public HttpAnswer ask(String name, String password, String protocol) {
        return ask(name, password, protocol, clientIp);
    }

    /** Asks in JSON, for a client at this address, if any. */
    public HttpAnswer ask(String name, String password, String protocol, @Nullable String address) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("username", name);
        body.put("password", password);
        body.put("protocol", protocol);
        body.put("client_ip", address);
        return HTTP.send(Http.withJson(request(), "POST", body));
    }

    /** Asks with a form. */
    public HttpAnswer askByForm(String name, String password, String protocol) {
        return HTTP.send(
                Http.withForm(request(), Map.of("username", name, "password", password, "protocol", protocol)));
    }

    /** Sends any body of any type. */
    public HttpAnswer send(@Nullable String contentType, byte[] body) {
        HttpRequest.Builder request = request().POST(BodyPublishers.ofByteArray(body));
        if (contentType != null) {
            request.header("Content-Type", contentType);
        }
        return HTTP.send(request.build());
    }

    /** The status of the answer to a question for IMAP. */
    public int status(String name, String password) {
        return ask(name, password, IMAP).status();
    }

    private HttpRequest.Builder request() {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(realm.validateUrl()));
        credentialHeaders.forEach(request::header);
        return request;
    }
}
