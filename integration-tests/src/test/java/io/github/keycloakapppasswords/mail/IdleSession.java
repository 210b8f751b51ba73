package io.github.keycloakapppasswords.mail;

import io.github.keycloakapppasswords.stage.StageException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** A phone that waits for mail: an IMAP session in IDLE (RFC 2177). */
final class IdleSession implements AutoCloseable {

    private static final int PATIENCE_MILLIS = (int) Duration.ofSeconds(30).toMillis();

    private final Socket socket;
    private final BufferedReader answers;

    private IdleSession(Socket socket) throws IOException {
        this.socket = socket;
        this.answers = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Logs in and begins to wait. */
    static IdleSession open(int port, String user, String password) {
        try {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout(PATIENCE_MILLIS);
            IdleSession session = new IdleSession(socket);
            session.expect("* OK");
            String pair = "\0" + user + "\0" + password;
            session.say("a authenticate PLAIN "
                    + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
            session.expect("a OK");
            session.say("b select INBOX");
            session.expect("b OK");
            session.say("c idle");
            session.expect("+ idling");
            return session;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until the server ends the session. */
    void awaitEnd() {
        try {
            String answer = answers.readLine();
            while (answer != null) {
                answer = answers.readLine();
            }
        } catch (IOException e) {
            throw new StageException("The session is still open: " + e.getMessage(), e);
        }
    }

    /** Ends IDLE, and asks for a sign of life. */
    void requireAlive() {
        try {
            say("done");
            expect("c OK");
            say("d noop");
            expect("d OK");
        } catch (IOException e) {
            throw new StageException("The session has ended: " + e.getMessage(), e);
        }
    }

    private void say(String line) throws IOException {
        socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
    }

    private void expect(String start) throws IOException {
        @Nullable String answer = answers.readLine();
        while (answer != null && !answer.startsWith(start)) {
            answer = answers.readLine();
        }
        if (answer == null) {
            throw new StageException("The server ended the session instead of saying \"" + start + "\".");
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
