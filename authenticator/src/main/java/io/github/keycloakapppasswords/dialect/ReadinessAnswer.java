package io.github.keycloakapppasswords.dialect;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.keycloakapppasswords.http.JsonAnswers;
import io.github.keycloakapppasswords.node.NodeStatus;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;

/** Whether this node can answer gateways, in JSON. Names neither nodes nor users: anybody may ask. */
public final class ReadinessAnswer {

    private static final long MILLIS = 1000;

    private ReadinessAnswer() {}

    public static Response of(NodeStatus node) {
        boolean ready = node.isReady();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("ready", ready);
        json.put("stopping", node.isStopping());
        json.put("sinceDatabaseSeconds", node.sinceRead().toSeconds());
        // whole seconds, without a fraction in either direction
        json.put("clockAheadSeconds", node.clockAhead().toMillis() / MILLIS);
        json.put("nodesNotInCluster", node.unheard().size());
        return JsonAnswers.of(ready ? Status.OK : Status.SERVICE_UNAVAILABLE, json);
    }
}
