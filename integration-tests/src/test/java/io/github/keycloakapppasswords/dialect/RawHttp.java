package io.github.keycloakapppasswords.dialect;

import io.github.keycloakapppasswords.stage.StageException;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One HTTP request whose header bytes are the test's own, as daemons in C send them and no HTTP library would. */
final class RawHttp {
    private static final int TIME_LIMIT_MILLIS = 30_000;

    private final URI address;
    private final String method;
    private final List<String> headers = new ArrayList<>();

    RawHttp(String method, String address) {
        this.method = method;
        this.address = URI.create(address);
    }

    /** Adds a header, sent in UTF-8; the same name may come again. */
    RawHttp with(String name, String value) {
        headers.add(name + ": " + new String(value.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
        return this;
    }

    /** Adds a header whose characters are its bytes. */
    RawHttp withBytes(String name, String value) {
        headers.add(name + ": " + value);
        return this;
    }

    /**
     * What came back; header values in UTF-8.
     *
     * @param body all that follows the headers, further answers on the same connection too
     */
    record Answer(int status, List<String> lines, String body) {

        /** All values of a header. */
        List<String> all(String name) {
            String prefix = name.toLowerCase(Locale.ROOT) + ":";
            return lines.stream()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(prefix))
                    .map(line -> line.substring(prefix.length()).strip())
                    .toList();
        }

        /** The only value of a header; empty if it is absent. */
        String header(String name) {
            List<String> values = all(name);
            if (values.size() > 1) {
                throw new StageException("The header " + name + " came twice: " + values);
            }
            return values.isEmpty() ? "" : values.get(0);
        }
    }

    /** By HTTP/1.0. */
    Answer send() {
        return send("");
    }

    /** By HTTP/1.0, with the length of the body if there is one. */
    Answer send(String body) {
        String length = body.isEmpty() ? "" : "Content-Length: " + body.length() + "\r\n";
        return exchange("HTTP/1.0", length, body);
    }

    /** By HTTP/1.1, with a body that the headers tell of as they like. */
    Answer sendUnmeasured(String body) {
        return exchange("HTTP/1.1", "Connection: close\r\n", body);
    }

    /**
     * By HTTP/1.1 on a connection that stays open for a second request.
     *
     * @param body of this request, whose length the headers say
     * @param second the text of the second request, which must close the connection
     */
    Answer sendBefore(String second, String body) {
        return exchange("HTTP/1.1", "", body + second);
    }

    /** By HTTP/1.1, on a connection that stays open; returns when the headers of the answer are there. */
    Answer sendAndReadHeaders() {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(text().getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int read = socket.getInputStream().read();
                if (read < 0) {
                    throw new StageException("The answer ends early: " + head);
                }
                head.append((char) read);
            }
            return answer(head.toString());
        } catch (IOException e) {
            throw new StageException("No answer to " + method + " " + address.getPath() + ": " + e, e);
        }
    }

    /** The text of this request by HTTP/1.1, which closes the connection. */
    String text() {
        return head("HTTP/1.1", "Connection: close\r\n");
    }

    private String head(String version, String ownHeaders) {
        String query = address.getRawQuery() == null ? "" : "?" + address.getRawQuery();
        return method + " " + address.getRawPath() + query + " " + version + "\r\nHost: " + address.getAuthority()
                + "\r\n" + (headers.isEmpty() ? "" : String.join("\r\n", headers) + "\r\n") + ownHeaders + "\r\n";
    }

    private Answer exchange(String version, String ownHeaders, String body) {
        String head = head(version, ownHeaders);
        try (Socket socket = connect()) {
            socket.getOutputStream().write((head + body).getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return answer(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new StageException("No answer to " + method + " " + address.getPath() + ": " + e, e);
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(address.getHost(), address.getPort());
        socket.setSoTimeout(TIME_LIMIT_MILLIS);
        return socket;
    }

    private static Answer answer(String text) {
        String[] parts = text.split("\r\n\r\n", 2);
        if (parts[0].startsWith("HTTP/1.1 100 ") && parts.length > 1) {
            return answer(parts[1]);
        }
        List<String> lines = parts[0].lines().toList();
        String[] status = lines.isEmpty() ? new String[0] : lines.get(0).split(" ");
        if (status.length < 2) {
            throw new StageException("This is no HTTP answer: " + text);
        }
        return new Answer(
                Integer.parseInt(status[1]), lines.subList(1, lines.size()), parts.length > 1 ? parts[1] : "");
    }
}
