package io.github.keycloakapppasswords.bench;

import io.github.keycloakapppasswords.stage.StageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Drives wrk, the load generator, against one request for a while. */
final class Wrk {

    private static final int CONNECTIONS = 8;
    private static final Pattern RATE = Pattern.compile("Requests/sec:\\s+([0-9.]+)");
    private static final Pattern REQUESTS = Pattern.compile("(\\d+) requests in ");
    private static final Pattern NOT_OK = Pattern.compile("Non-2xx or 3xx responses: (\\d+)");
    private static final Pattern SOCKET_ERRORS = Pattern.compile("Socket errors: .*");

    private final Path folder;

    /** @param folder for wrk's scripts, which hold the request; only this user may read it */
    Wrk(Path folder) {
        this.folder = folder;
    }

    /**
     * Sends the request over eight connections as fast as it is answered.
     *
     * @return answers in a second
     * @throws StageException if an answer had another status than it must, or wrk could not run
     */
    double rate(Request request, Duration duration) {
        String output = run(List.of(
                "wrk",
                "--threads",
                "1",
                "--connections",
                Integer.toString(CONNECTIONS),
                "--duration",
                duration.toSeconds() + "s",
                "--timeout",
                "30s",
                "--script",
                script(request).toString(),
                request.uri().toString()));
        requireStatus(request, output);
        return Double.parseDouble(find(RATE, output));
    }

    private static void requireStatus(Request request, String output) {
        long requests = Long.parseLong(find(REQUESTS, output));
        Matcher matcher = NOT_OK.matcher(output);
        long refused = matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
        if (refused != (request.isSuccess() ? 0 : requests)
                || requests == 0
                || SOCKET_ERRORS.matcher(output).find()) {
            throw new StageException(request.name() + " was not answered with " + request.status() + ":\n" + output);
        }
    }

    private Path script(Request request) {
        String headers = "wrk.headers[\"Content-Type\"] = \"" + request.contentType() + "\"\n"
                + (request.authorization().isEmpty()
                        ? ""
                        : "wrk.headers[\"Authorization\"] = \"" + request.authorization() + "\"\n");
        String lua = "wrk.method = \"POST\"\n" + headers + "wrk.body = [==[" + request.body() + "]==]\n"
                + (request.users() == 0 ? "" : anybody(request.users()));
        try {
            return Files.writeString(folder.resolve("request.lua"), lua);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String anybody(int users) {
        return "local body = wrk.body\n"
                + "math.randomseed(os.time())\n"
                + "request = function()\n"
                + "  return wrk.format(nil, nil, nil, (body:gsub(\"" + Request.ANYBODY + "\", math.random(" + users
                + "))))\n"
                + "end\n";
    }

    private static String run(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new StageException("wrk failed:\n" + output);
            }
            return output;
        } catch (IOException e) {
            throw new StageException("wrk could not be run: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StageException("Interrupted while measuring.", e);
        }
    }

    private static String find(Pattern pattern, String output) {
        Matcher matcher = pattern.matcher(output);
        if (!matcher.find()) {
            throw new StageException("wrk printed nothing like " + pattern + ":\n" + output);
        }
        return matcher.group(1);
    }
}
