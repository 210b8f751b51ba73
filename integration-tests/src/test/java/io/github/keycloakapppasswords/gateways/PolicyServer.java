package io.github.keycloakapppasswords.gateways;

import io.github.keycloakapppasswords.stage.LoopbackServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Asked by Postfix about each message, as the rules of a mail server are (its SMTPD_POLICY_README): lets all pass and
 * keeps who Postfix says has sent it.
 */
final class PolicyServer implements AutoCloseable {
    private final LoopbackServer server = LoopbackServer.start("policy-server", this::converse);
    private final Map<String, String> logins = new ConcurrentHashMap<>();

    int port() {
        return server.port();
    }

    /** As whom the sender of the message with this id in Postfix's queue has logged in. */
    String login(String queueId) {
        return logins.getOrDefault(queueId, "nobody");
    }

    @Override
    public void close() {
        server.close();
    }

    private void converse(BufferedReader in, Writer out) throws IOException {
        Map<String, String> asked = new HashMap<>();
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (!line.isEmpty()) {
                String[] parts = line.split("=", 2);
                asked.put(parts[0], parts[1]);
                continue;
            }
            logins.put(asked.getOrDefault("queue_id", ""), asked.getOrDefault("sasl_username", ""));
            out.write("action=DUNNO\n\n");
            out.flush();
            asked.clear();
        }
    }
}
