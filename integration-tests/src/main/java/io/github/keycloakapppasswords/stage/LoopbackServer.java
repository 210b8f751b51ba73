package io.github.keycloakapppasswords.stage;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Talks in lines of UTF-8 to whoever connects to a free port of loopback, to each in a thread of its own. */
public final class LoopbackServer implements AutoCloseable {
    private final String name;
    private final ServerSocket server;
    private final Conversation conversation;

    private LoopbackServer(String name, ServerSocket server, Conversation conversation) {
        this.name = name;
        this.server = server;
        this.conversation = conversation;
    }

    /** What is said to one peer, until it returns or the peer is gone; what it wrote goes out when it flushes. */
    @FunctionalInterface
    public interface Conversation {
        void with(BufferedReader in, Writer out) throws IOException;
    }

    /**
     * Starts one.
     *
     * @param name of its threads
     */
    public static LoopbackServer start(String name, Conversation conversation) {
        try {
            LoopbackServer started =
                    new LoopbackServer(name, new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), conversation);
            started.daemon(started::accept);
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its port on 127.0.0.1. */
    public int port() {
        return server.getLocalPort();
    }

    /** Takes no more connections. */
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
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
                Writer out = new OutputStreamWriter(socket.getOutputStream(), StandardCharsets.UTF_8)) {
            conversation.with(in, out);
        } catch (IOException peerIsGone) {
            return;
        }
    }

    private void daemon(Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }
}
