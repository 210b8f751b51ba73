package io.github.keycloakapppasswords.feed;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.keycloakapppasswords.change.Change;
import io.github.keycloakapppasswords.gatewayauth.HttpAnswers;
import io.github.keycloakapppasswords.http.JsonAnswers;
import io.github.keycloakapppasswords.term.Protocol;
import io.github.keycloakapppasswords.verdict.Requester;
import io.github.keycloakapppasswords.verdict.Verdict;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Locale;

/** A page of the feed in JSON. */
public final class ChangesAnswer {

    private ChangesAnswer() {}

    public static Response of(Requester requester, FeedReader.Page page) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("cursor", page.cursor());
        json.put("reset", page.reset());
        json.put("more", page.more());
        ArrayNode changes = json.putArray("changes");
        page.changes().forEach(change -> changes.add(of(requester, change)));
        return JsonAnswers.ok(json);
    }

    /** A refusal with a body, which Keycloak needs in an answer to GET. */
    public static Response refusal(Verdict verdict) {
        ObjectNode json = JsonAnswers.json(
                verdict.name().toLowerCase(Locale.ROOT), null, "No changes can be read now: ask again later.");
        return Response.fromResponse(HttpAnswers.refusal(verdict))
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(json.toString())
                .build();
    }

    private static ObjectNode of(Requester requester, Change change) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("type", change.type().id());
        json.put("username", change.names().get(requester.loginIdentity().toString()));
        json.put("subject", change.userId());
        ArrayNode protocols = json.putArray("protocols");
        change.protocols().stream()
                .filter(requester.protocols()::contains)
                .map(Protocol::id)
                .sorted()
                .forEach(protocols::add);
        json.put("at", change.at().toString());
        return json;
    }
}
