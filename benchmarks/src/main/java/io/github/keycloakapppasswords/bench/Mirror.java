package io.github.keycloakapppasswords.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Answers every request with 200 at once, whatever it says: what the load generator can do at most. */
final class Mirror implements AutoCloseable {

    private static final byte[] ANSWER =
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"
                    .getBytes(StandardCharsets.US_ASCII);
    private static final int REQUEST_BYTES = 65_536;

    private final ServerSocket server;

    Mirror() {
        try {
            server = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        daemon(this::accept);
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort() + "/");
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "mirror");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket connection = server.accept();
                connection.setTcpNoDelay(true);
                daemon(() -> answer(connection));
            }
        } catch (IOException closed) {
            // the measurement is over
        }
    }

    /** The load generator sends a request in one piece, and the next one after the answer. */
    private static void answer(Socket connection) {
        try (connection) {
            InputStream in = connection.getInputStream();
            OutputStream out = connection.getOutputStream();
            byte[] request = new byte[REQUEST_BYTES];
            while (in.read(request) > 0) {
                out.write(ANSWER);
            }
        } catch (IOException gone) {
            // the load generator has ended
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
