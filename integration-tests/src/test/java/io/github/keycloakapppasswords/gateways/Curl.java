package io.github.keycloakapppasswords.gateways;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** One call of curl. What it is to do goes through its standard input, so that no password is on the process list. */
final class Curl {
    private static final String LINE_END = "\r\n";

    private final List<String> options = new ArrayList<>();

    private Curl() {}

    /** @param authority who must have signed the server's certificate; PEM */
    static Curl to(String url, Path authority) {
        return new Curl()
                .option("url", url)
                .option("cacert", authority.toString())
                .option("max-time", "14")
                .flag("silent")
                .flag("show-error")
                .flag("include")
                .flag("path-as-is");
    }

    /** Sets an option by its long name, as in {@code man curl}; may be repeated where curl lets it. */
    Curl option(String name, String value) {
        String escaped = value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
        options.add(name + " = \"" + escaped + "\"");
        return this;
    }

    Curl flag(String name) {
        options.add(name);
        return this;
    }

    Curl user(String username, String password) {
        return option("user", username + ":" + password);
    }

    Curl header(String line) {
        return option("header", line);
    }

    /**
     * What the server answered.
     *
     * @param status 0 if there was no answer; the body says why
     */
    record Answer(int status, List<String> headers, String body) {
        Optional<String> header(String name) {
            String start = name.toLowerCase(Locale.ROOT) + ": ";
            return headers.stream()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
                    .map(line -> line.substring(start.length()))
                    .findFirst();
        }
    }

    Answer run() {
        try {
            Process curl = new ProcessBuilder("/usr/bin/curl", "--config", "-")
                    .redirectErrorStream(true)
                    .start();
            try (OutputStream in = curl.getOutputStream()) {
                in.write(String.join("\n", options).getBytes(StandardCharsets.UTF_8));
            }
            String all = new String(curl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            curl.waitFor();
            return parse(all);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted.", e);
        }
    }

    private static Answer parse(String all) {
        int headersEnd = all.indexOf(LINE_END + LINE_END);
        if (headersEnd < 0) {
            return new Answer(0, List.of(), all);
        }
        List<String> lines = List.of(all.substring(0, headersEnd).split(LINE_END, -1));
        int status = Integer.parseInt(lines.get(0).split(" ", 3)[1]);
        String body = all.substring(headersEnd + 2 * LINE_END.length());
        return status == 100 ? parse(body) : new Answer(status, lines, body);
    }
}
