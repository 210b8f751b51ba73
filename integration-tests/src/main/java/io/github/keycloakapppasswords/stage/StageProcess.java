package io.github.keycloakapppasswords.stage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A program that the stage started, with its output in a file; ended with all that it started itself. */
public final class StageProcess implements AutoCloseable {
    private static final Duration GRACE = Duration.ofSeconds(20);
    private static final int TAIL_LINES = 25;
    private static final char DEAD = 'X';
    /** Stopped by a signal, ended and not yet asked after, ended. */
    private static final Set<Character> STANDS_STILL = Set.of('T', 'Z', DEAD);

    private final String name;
    private final Path log;
    private final Process process;
    private final AtExit atExit;

    private StageProcess(String name, Path log, Process process) {
        this.name = name;
        this.log = log;
        this.process = process;
        this.atExit = AtExit.run(this::end);
    }

    /**
     * @param name for messages
     * @param folder the working directory
     * @param log the file that takes the output, appended to
     * @param environment added to the one of this JVM
     */
    public static StageProcess start(
            String name, Path folder, Path log, Map<String, String> environment, List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().keySet().removeIf(key -> key.startsWith("KC_") || key.startsWith("JAVA_OPTS"));
        builder.environment().putAll(environment);
        try {
            return new StageProcess(name, log, builder.start());
        } catch (IOException e) {
            throw new StageException(name + " could not be started: " + e.getMessage(), e);
        }
    }

    /** The number of the process. */
    long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /**
     * Waits until the program has ended.
     *
     * @throws StageException if it does not end in time or ends with another status than 0
     */
    public void succeed(Duration atMost) {
        try {
            if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
                throw failure("did not end within " + atMost.toSeconds() + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StageException("Interrupted while waiting for " + name + ".", e);
        } finally {
            close();
        }
        if (process.exitValue() != 0) {
            throw failure("ended with status " + process.exitValue());
        }
    }

    /** @throws StageException if the program has ended by itself */
    public void requireAlive() {
        if (!process.isAlive()) {
            throw failure("ended with status " + process.exitValue());
        }
    }

    /** A failure of this program, with the end of its log. */
    public StageException failure(String what) {
        return new StageException(name + " " + what + "; the end of its log:\n" + tail());
    }

    private String tail() {
        try {
            List<String> lines =
                    Files.readString(log, StandardCharsets.ISO_8859_1).lines().toList();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
        } catch (IOException e) {
            return "There is no log: " + e;
        }
    }

    /** Asks the program and its descendants to end, and kills what is still there after 20 s. */
    @Override
    public void close() {
        end();
        atExit.forget();
    }

    /** Ends the program and its descendants at once, as a power cut would. */
    public void kill() {
        killNow(all());
        atExit.forget();
    }

    /** Sends a signal to the program and its descendants. */
    public void signal(String signal) {
        List<String> command = Stream.concat(
                        Stream.of("kill", "-" + signal), all().stream().map(one -> String.valueOf(one.pid())))
                .toList();
        start("kill", Path.of("/"), log, Map.of(), command).succeed(GRACE);
    }

    /**
     * Stops the program and its descendants where they are, until {@link #thaw()}; returns when each thread stands still. The
     * signal alone is not enough: on a busy machine some threads go on for a while after it.
     */
    public void freeze() {
        signal("STOP");
        Waiting.until(GRACE, name + " stands still", () -> all().stream().allMatch(StageProcess::standsStill));
    }

    /** Lets the program and its descendants go on after {@link #freeze()}. */
    public void thaw() {
        signal("CONT");
    }

    private static boolean standsStill(ProcessHandle process) {
        Path threads = Path.of("/proc", String.valueOf(process.pid()), "task");
        try (Stream<Path> all = Files.list(threads)) {
            return all.map(StageProcess::state).allMatch(STANDS_STILL::contains);
        } catch (NoSuchFileException ended) {
            return true;
        } catch (IOException e) {
            throw new StageException("The threads of process " + process.pid() + " could not be listed: " + e, e);
        }
    }

    /** The state of a thread as proc(5) has it: after the program's name, which is in parentheses and may have some itself. */
    private static char state(Path thread) {
        try {
            String stat = Files.readString(thread.resolve("stat"), StandardCharsets.ISO_8859_1);
            return stat.charAt(stat.lastIndexOf(')') + 2);
        } catch (IOException ended) {
            return DEAD;
        }
    }

    private List<ProcessHandle> all() {
        return Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
    }

    private void end() {
        List<ProcessHandle> all = all();
        all.forEach(ProcessHandle::destroy);
        try {
            Waiting.until(GRACE, name + " has ended", () -> all.stream().noneMatch(ProcessHandle::isAlive));
        } catch (StageException stubborn) {
            killNow(all);
        }
    }

    private void killNow(List<ProcessHandle> all) {
        all.forEach(ProcessHandle::destroyForcibly);
        Waiting.until(GRACE, name + " is gone", () -> all.stream().noneMatch(ProcessHandle::isAlive));
    }
}
