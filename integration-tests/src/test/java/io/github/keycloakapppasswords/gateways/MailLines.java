package io.github.keycloakapppasswords.gateways;

import io.github.keycloakapppasswords.stage.Trust;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;

/** A connection for attacks: lines, as an attacker types them. */
final class MailLines implements AutoCloseable {
    private static final int TIME_LIMIT_MILLIS = 14_000;

    private final Socket socket;
    private final BufferedReader in;

    private MailLines(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(TIME_LIMIT_MILLIS);
        this.in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
    }

    /** Connects by TLS and reads the greeting. */
    static MailLines connect(int port, Path authority) throws IOException {
        return greeted(Trust.in(authority).getSocketFactory().createSocket("localhost", port));
    }

    /** Connects without TLS and reads the greeting. */
    static MailLines inClearText(int port) throws IOException {
        return greeted(new Socket("localhost", port));
    }

    private static MailLines greeted(Socket socket) throws IOException {
        MailLines lines = new MailLines(socket);
        lines.read();
        return lines;
    }

    /**
     * Sends a line and reads the answer's last line.
     *
     * @return empty if the connection was closed
     */
    String ask(String line) throws IOException {
        try {
            socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            return read();
        } catch (SocketException closed) {
            return "";
        }
    }

    /** The initial response of SASL PLAIN (RFC 4616), in Base64. */
    static String plain(String authorize, byte[] username, String password) {
        byte[] start = (authorize + "\0").getBytes(StandardCharsets.UTF_8);
        byte[] end = ("\0" + password).getBytes(StandardCharsets.UTF_8);
        byte[] all = new byte[start.length + username.length + end.length];
        System.arraycopy(start, 0, all, 0, start.length);
        System.arraycopy(username, 0, all, start.length, username.length);
        System.arraycopy(end, 0, all, start.length + username.length, end.length);
        return Base64.getEncoder().encodeToString(all);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private String read() throws IOException {
        String line = in.readLine();
        while (line != null && line.matches("\\d{3}-.*")) {
            line = in.readLine();
        }
        return line == null ? "" : line;
    }
}
