package io.github.keycloakapppasswords.stage;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** A program that edits filters: ManageSieve (RFC 5804) with user name and password. */
public final class SieveClient {
    private static final int TIME_LIMIT_MILLIS = 60_000;

    private final int port;

    /** One of the server on this port of 127.0.0.1. */
    public SieveClient(int port) {
        this.port = port;
    }

    /** Logs in and lists the names of the filters. */
    public MailLogin filters(String username, String password) {
        String plain = "\0" + username + "\0" + password;
        String authenticate =
                "AUTHENTICATE \"PLAIN\" \"" + Base64.getEncoder().encodeToString(plain.getBytes(UTF_8)) + "\"";
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(TIME_LIMIT_MILLIS);
            BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
            answer(in);
            List<String> answer = ask(socket.getOutputStream(), in, authenticate);
            String last = answer.get(answer.size() - 1);
            if (!last.startsWith("OK")) {
                return MailLogin.refused(last);
            }
            return MailLogin.accepted(ask(socket.getOutputStream(), in, "LISTSCRIPTS").stream()
                    .filter(line -> line.startsWith("\""))
                    .map(line -> line.substring(1, line.lastIndexOf('"')))
                    .toList());
        } catch (IOException e) {
            throw new StageException("ManageSieve failed other than by a refused login: " + e, e);
        }
    }

    private static List<String> ask(OutputStream out, BufferedReader in, String command) throws IOException {
        out.write((command + "\r\n").getBytes(UTF_8));
        out.flush();
        return answer(in);
    }

    /** All lines up to the one with the verdict. */
    private static List<String> answer(BufferedReader in) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            lines.add(line);
            if (line.startsWith("OK") || line.startsWith("NO") || line.startsWith("BYE")) {
                return lines;
            }
        }
        throw new IOException("The server hung up after " + lines);
    }
}
