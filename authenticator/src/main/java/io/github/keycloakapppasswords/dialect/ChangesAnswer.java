package io.github.keycloakapppasswords.dialect;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.keycloakapppasswords.credential.Change;
import io.github.keycloakapppasswords.credential.Protocol;
import io.github.keycloakapppasswords.feed.FeedReader;
import io.github.keycloakapppasswords.validation.Asker;
import io.github.keycloakapppasswords.validation.Verdict;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.util.Locale;

/** A page of the feed in JSON. */
final class ChangesAnswer {

    private ChangesAnswer() {}

    static Response of(Asker asker, FeedReader.Page page) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("cursor", page.cursor());
        json.put("reset", page.reset());
        json.put("more", page.more());
        ArrayNode changes = json.putArray("changes");
        page.changes().forEach(change -> changes.add(of(asker, change)));
        return HttpAnswers.noStore(Status.OK)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(json.toString())
                .build();
    }

    /** With a body, which Keycloak wants of an answer to GET. */
    static Response refusal(Verdict verdict) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("error", verdict.name().toLowerCase(Locale.ROOT));
        return Response.fromResponse(HttpAnswers.refusal(verdict))
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(json.toString())
                .build();
    }

    private static ObjectNode of(Asker asker, Change change) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("type", change.type().id());
        json.put("username", change.names().get(asker.loginIdentity().toString()));
        json.put("subject", change.userId());
        ArrayNode protocols = json.putArray("protocols");
        change.protocols().stream()
                .filter(asker.protocols()::contains)
                .map(Protocol::id)
                .sorted()
                .forEach(protocols::add);
        json.put("at", change.at().toString());
        return json;
    }
}
