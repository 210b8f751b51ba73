package io.github.keycloakapppasswords.gateways;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** A webmail that logs in to IMAP by an access token, and shows what the server says about a refused one. */
final class TokenClient {
    private static final int TIME_LIMIT_MILLIS = 60_000;

    private final int port;

    /** One of the server on this port of 127.0.0.1. */
    TokenClient(int port) {
        this.port = port;
    }

    /** By XOAUTH2, a form of Google's. */
    Login xoauth2(String username, String token) {
        return login("XOAUTH2", "user=" + username + "\1auth=Bearer " + token + "\1\1");
    }

    /** By OAUTHBEARER (RFC 7628). */
    Login oauthBearer(String username, String token) {
        return login("OAUTHBEARER", "n,a=" + username + ",\1auth=Bearer " + token + "\1\1");
    }

    private Login login(String mechanism, String response) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(TIME_LIMIT_MILLIS);
            BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
            OutputStream out = socket.getOutputStream();
            in.readLine();
            List<String> answer = ask(
                    in,
                    out,
                    "a AUTHENTICATE " + mechanism + " " + Base64.getEncoder().encodeToString(response.getBytes(UTF_8)));
            String last = answer.get(answer.size() - 1);
            if (last.startsWith("a OK")) {
                ask(in, out, "a SELECT INBOX");
                return Login.in(MailOf.owner(ask(in, out, "a FETCH 1:* BODY[HEADER.FIELDS (SUBJECT)]").stream()
                        .filter(line -> line.startsWith("Subject: "))
                        .map(line -> line.substring("Subject: ".length()))
                        .toList()));
            }
            return last.contains("[UNAVAILABLE]")
                    ? Login.later(String.join(" ", answer))
                    : Login.wrong(String.join(" ", answer));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All lines up to the verdict; a challenge, which only a refused token gets, is decoded and answered by nothing. */
    private static List<String> ask(BufferedReader in, OutputStream out, String command) throws IOException {
        out.write((command + "\r\n").getBytes(UTF_8));
        out.flush();
        List<String> lines = new ArrayList<>();
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.startsWith("+ ")) {
                lines.add(new String(Base64.getDecoder().decode(line.substring(2)), UTF_8));
                out.write("\r\n".getBytes(UTF_8));
                out.flush();
                continue;
            }
            lines.add(line);
            if (line.startsWith("a ")) {
                return lines;
            }
        }
        throw new IOException("The server hung up after " + lines);
    }
}
