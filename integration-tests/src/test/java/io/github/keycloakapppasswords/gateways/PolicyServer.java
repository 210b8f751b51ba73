package io.github.keycloakapppasswords.gateways;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Asked by Postfix about each message, as the rules of a mail server are (its SMTPD_POLICY_README): lets all pass and
 * keeps who Postfix says has sent it.
 */
final class PolicyServer implements AutoCloseable {
    private final ServerSocket server;
    private final Map<String, String> logins = new ConcurrentHashMap<>();

    PolicyServer() {
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        daemon(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /** As whom the sender of the message with this id in Postfix's queue has logged in. */
    String login(String queueId) {
        return logins.getOrDefault(queueId, "nobody");
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                daemon(() -> converse(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void converse(Socket socket) {
        try (socket;
                BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8))) {
            Map<String, String> asked = new HashMap<>();
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (!line.isEmpty()) {
                    String[] parts = line.split("=", 2);
                    asked.put(parts[0], parts[1]);
                    continue;
                }
                logins.put(asked.getOrDefault("queue_id", ""), asked.getOrDefault("sasl_username", ""));
                socket.getOutputStream().write("action=DUNNO\n\n".getBytes(UTF_8));
                asked.clear();
            }
        } catch (IOException peerIsGone) {
            return;
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "policy-server");
        thread.setDaemon(true);
        thread.start();
    }
}
