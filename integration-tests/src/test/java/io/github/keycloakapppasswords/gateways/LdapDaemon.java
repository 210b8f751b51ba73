package io.github.keycloakapppasswords.gateways;

import io.github.keycloakapppasswords.stage.Project;
import io.github.keycloakapppasswords.stage.StageException;
import io.github.keycloakapppasswords.stage.StageProcess;
import io.github.keycloakapppasswords.stage.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The recipe's {@code app-passwords-ldap}, with a socket that stays open while it restarts, as systemd keeps it. */
final class LdapDaemon implements AutoCloseable {
    private static final Duration TIME = Duration.ofSeconds(20);
    private static final String PYTHON = "/usr/bin/python3";
    private static final String PROGRAM = "/usr/local/sbin/app-passwords-ldap";

    /** Arguments: the socket, where to write the process id, the program and its arguments. */
    private static final String SYSTEMD =
            """
            import os, socket, sys
            listening = socket.socket(socket.AF_UNIX)
            listening.bind(sys.argv[1])
            listening.listen(4096)
            while True:
                child = os.fork()
                if child == 0:
                    os.dup2(listening.fileno(), 3)
                    os.set_inheritable(3, True)
                    os.environ.update(LISTEN_FDS="1", LISTEN_PID=str(os.getpid()))
                    os.execv(sys.argv[3], sys.argv[3:])
                with open(sys.argv[2] + ".new", "w") as file:
                    file.write(str(child))
                os.replace(sys.argv[2] + ".new", sys.argv[2])
                os.waitpid(child, 0)
            """;

    private final RecipeFolder folder = RecipeFolder.create("openldap");
    private final StageProcess process;

    private LdapDaemon(GatewayTerms terms) {
        writeSecret(terms.credential().secret());
        List<String> command = new ArrayList<>(List.of(
                PYTHON,
                folder.write("systemd.py", SYSTEMD).toString(),
                socket().toString(),
                folder.resolve("pid").toString(),
                PYTHON));
        command.addAll(words(terms));
        process = StageProcess.start(
                "app-passwords-ldap", folder.resolve(""), folder.resolve("daemon.log"), Map.of(), command);
    }

    static LdapDaemon start(GatewayTerms terms) {
        LdapDaemon daemon = new LdapDaemon(terms);
        try {
            daemon.awaitAnswers(1);
            return daemon;
        } catch (RuntimeException e) {
            daemon.close();
            throw e;
        }
    }

    /** What the program writes if it does not start with these arguments. */
    static String refusal(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(PYTHON, program()));
        command.addAll(arguments);
        Program refused = Program.run(command, "");
        if (refused.status() == 0) {
            throw new StageException("It starts with " + arguments);
        }
        return refused.output();
    }

    /** Where slapd asks. */
    Path socket() {
        return folder.resolve("socket");
    }

    String log() {
        return RecipeFolder.read(folder.resolve("daemon.log"));
    }

    /** As the page says: the file, then a restart. */
    void changeSecret(String secret) {
        writeSecret(secret);
        restart();
    }

    /** Has it end by itself, and returns when the next one answers. */
    void restart() {
        int before = starts();
        running().destroy();
        awaitAnswers(before + 1);
    }

    /** Ends it in the middle of what it does. */
    void kill() {
        running().destroyForcibly();
    }

    /** Whether it has a bind under way. */
    boolean isBusy() {
        try (Stream<Path> threads =
                Files.list(Path.of("/proc", String.valueOf(running().pid()), "task"))) {
            return threads.count() > 1;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends what slapd would, and returns the answer. */
    String say(String request) {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket()));
            channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.UTF_8)));
            ByteBuffer answer = ByteBuffer.allocate(1 << 16);
            while (channel.read(answer) >= 0) {
                // Until it hangs up.
            }
            return new String(answer.array(), 0, answer.position(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.close();
        folder.delete();
    }

    private void writeSecret(String secret) {
        folder.writeSecret("secret", secret);
    }

    private ProcessHandle running() {
        long pid = Long.parseLong(RecipeFolder.read(folder.resolve("pid")));
        return ProcessHandle.of(pid).orElseThrow(() -> process.failure("is gone"));
    }

    private void awaitAnswers(int starts) {
        Waiting.until(TIME, "app-passwords-ldap answers", () -> {
            process.requireAlive();
            return starts() >= starts;
        });
    }

    private int starts() {
        return log().split("answering slapd", -1).length - 1;
    }

    private static String program() {
        return Project.gatewayRecipe("openldap").resolve("app-passwords-ldap").toString();
    }

    /** The unit's own command line, with what the page says that an admin changes. */
    private List<String> words(GatewayTerms terms) {
        String unit = folder.recipe("app-passwords-ldap.service").replace("\\\n", "");
        Matcher command = Pattern.compile("^ExecStart=(.*)$", Pattern.MULTILINE).matcher(unit);
        if (!command.find()) {
            throw new StageException("The unit has no ExecStart.");
        }
        List<String> words = new ArrayList<>(List.of(command.group(1).split(" +")));
        change(words, PROGRAM, program());
        change(
                words,
                "https://keycloak.example.org/realms/example/app-passwords/validate",
                terms.realmUrl() + "/app-passwords/validate");
        change(words, "ldap", terms.credential().clientId());
        change(words, "%d/secret", folder.resolve("secret").toString());
        words.addAll(List.of("--ca-file", terms.caFile().toString()));
        return words;
    }

    private static void change(List<String> words, String from, String to) {
        int place = words.indexOf(from);
        if (place < 0) {
            throw new StageException("The unit must have " + from + ": " + words);
        }
        words.set(place, to);
    }
}
