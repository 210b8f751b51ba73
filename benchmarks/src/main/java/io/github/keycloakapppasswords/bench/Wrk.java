package io.github.keycloakapppasswords.bench;

import io.github.keycloakapppasswords.stage.StageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Drives wrk, the load generator, against one request for a while. */
final class Wrk {

    private static final Pattern RATE = Pattern.compile("Requests/sec:\\s+([0-9.]+)");
    private static final Pattern REQUESTS = Pattern.compile("(\\d+) requests in ");
    private static final Pattern NOT_OK = Pattern.compile("Non-2xx or 3xx responses: (\\d+)");
    private static final Pattern SOCKET_ERRORS = Pattern.compile("Socket errors: .*");
    private static final Pattern WRONG = Pattern.compile("wrong answers: (\\d+)");
    private static final Pattern LATER = Pattern.compile("later: (\\d+)");
    private static final Map<String, Double> MILLIS = Map.of("us", 0.001, "ms", 1.0, "s", 1000.0);
    private static final String QUANTILE = "%s%%\\s+([0-9.]+)(us|ms|s)";

    private final Path folder;

    /** @param folder for wrk's scripts, which hold the request; only this user may read it */
    Wrk(Path folder) {
        this.folder = folder;
    }

    /**
     * How much is asked at once.
     *
     * @param connections each sends the next request when it has its answer
     * @param pauseMillis after each answer; 0: none
     */
    record Load(int connections, long pauseMillis) {
        /** As fast as a few connections get their answers. */
        static final Load FEW = new Load(8, 0);
        /** As fast as many connections get their answers. */
        static final Load MANY = new Load(256, 0);
    }

    /**
     * What a while of the load came to.
     *
     * @param rate answers in a second, without those that said "later"
     * @param later the share of answers that said "later", 0 to 1
     * @param median milliseconds from a request to its answer
     * @param p99 the same, for one in a hundred
     */
    record Result(double rate, double later, double median, double p99) {}

    /** Answers in a second over {@linkplain Load#FEW few} connections. */
    double rate(Request request, Duration duration) {
        return measure(request, Load.FEW, duration).rate();
    }

    /**
     * Sends the request over and over.
     *
     * @throws StageException if an answer was another than it must be, or wrk could not run
     */
    Result measure(Request request, Load load, Duration duration) {
        String output = run(List.of(
                "wrk",
                "--threads",
                "1",
                "--connections",
                Integer.toString(load.connections()),
                "--duration",
                duration.toSeconds() + "s",
                "--timeout",
                "30s",
                "--latency",
                "--script",
                script(request, load).toString(),
                request.uri().toString()));
        requireRight(request, output);
        Matcher said = LATER.matcher(output);
        double later = said.find() ? Double.parseDouble(said.group(1)) / Double.parseDouble(find(REQUESTS, output)) : 0;
        return new Result(
                Double.parseDouble(find(RATE, output)) * (1 - later),
                later,
                quantile("50", output),
                quantile("99", output));
    }

    private static double quantile(String percent, String output) {
        Matcher matcher = Pattern.compile(QUANTILE.formatted(percent)).matcher(output);
        if (!matcher.find()) {
            throw new StageException("wrk printed no quantile of " + percent + " %:\n" + output);
        }
        return Double.parseDouble(matcher.group(1)) * Objects.requireNonNull(MILLIS.get(matcher.group(2)));
    }

    private static void requireRight(Request request, String output) {
        Matcher refused = NOT_OK.matcher(output);
        Matcher wrong = WRONG.matcher(output);
        boolean right = isSuccess(request) ? !refused.find() : wrong.find() && Long.parseLong(wrong.group(1)) == 0;
        if (!right
                || Long.parseLong(find(REQUESTS, output)) == 0
                || SOCKET_ERRORS.matcher(output).find()) {
            throw new StageException(request.name() + " was not answered with " + request.answer() + ":\n" + output);
        }
    }

    /** wrk counts by itself what is no success. */
    private static boolean isSuccess(Request request) {
        return request.answer().status() < 400 && request.answer().header().isEmpty();
    }

    private Path script(Request request, Load load) {
        StringBuilder lua = new StringBuilder("wrk.method = \"" + request.method() + "\"\n");
        request.headers().forEach((name, value) -> lua.append("wrk.headers[\"" + name + "\"] = \"" + value + "\"\n"));
        if (!request.body().isEmpty()) {
            lua.append("wrk.body = [==[" + request.body() + "]==]\n");
        }
        lua.append(numbers(request.numbers()));
        if (!isSuccess(request)) {
            lua.append(lookAtEach(request.answer()));
        }
        if (load.pauseMillis() > 0) {
            lua.append("function delay() return " + load.pauseMillis() + " end\n");
        }
        try {
            return Files.writeString(folder.resolve("request.lua"), lua);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String numbers(Request.Numbers numbers) {
        String next =
                switch (numbers.draw()) {
                    case NONE -> null;
                    case RANDOM -> "math.random(" + numbers.first() + ", " + numbers.last() + ")";
                    case NEXT -> "nextOne()";
                };
        return next == null
                ? ""
                : """
                  local body = wrk.body
                  math.randomseed(os.time())
                  local number = %d - 1
                  local function nextOne()
                    if math.random() >= %s then return math.random(%d) end
                    number = number + 1
                    if number > %d then number = %d end
                    return number
                  end
                  request = function()
                    return wrk.format(nil, nil, nil, (body:gsub("%s", %s)))
                  end
                  """
                        .formatted(
                                numbers.first(),
                                Double.toString(numbers.share()),
                                Math.max(1, numbers.others()),
                                numbers.last(),
                                numbers.first(),
                                Request.ANYBODY,
                                next);
    }

    private static String lookAtEach(Request.Answer answer) {
        String header = answer.header().isEmpty()
                ? ""
                : " and headers[\"" + answer.header() + "\"] == \"" + answer.value() + "\"";
        return """
               wrong = 0
               later = 0
               response = function(status, headers)
                 if status == %d%s then return end
                 if status == 503 and %s then later = later + 1 else wrong = wrong + 1 end
               end
               local threads = {}
               function setup(thread) table.insert(threads, thread) end
               function done()
                 io.write("wrong answers: " .. threads[1]:get("wrong") .. "\\n")
                 io.write("later: " .. threads[1]:get("later") .. "\\n")
               end
               """
                .formatted(answer.status(), header, answer.mayBeLater());
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
