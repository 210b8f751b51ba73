package io.github.keycloakapppasswords.gateways;

import io.github.keycloakapppasswords.stage.StageProcess;
import io.github.keycloakapppasswords.stage.Waiting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A stock client of OpenVPN, read by its log. */
final class OpenVpnClient implements AutoCloseable {
    private static final Duration TIME = Duration.ofSeconds(15);
    /** An OpenVPN that knows a client by its address and port looks for a verdict on it about every 10 s only. */
    private static final Duration TIME_OF_A_KNOWN_ONE = Duration.ofSeconds(45);

    private static final String CONNECTED = "Initialization Sequence Completed";
    private static final String TEMPORARY = "AUTH_FAILED,TEMP";
    private static final String WRONG = "AUTH_FAILED";

    private final StageProcess process;
    private final Path log;

    private OpenVpnClient(StageProcess process, Path log) {
        this.process = process;
        this.log = log;
    }

    static OpenVpnClient start(Path settings, Path pair, Path log, String... options) {
        List<String> command = new ArrayList<>(List.of(
                OpenVpn.EXECUTABLE.toString(), "--config", settings.toString(), "--auth-user-pass", pair.toString()));
        command.addAll(Arrays.asList(options));
        if (!command.contains("--lport")) {
            command.add("--nobind");
        }
        return new OpenVpnClient(StageProcess.start("a client of OpenVPN", Path.of("/"), log, Map.of(), command), log);
    }

    /** How the first try of this client ended. The server calls a client by the name that it sent. */
    Login login(String username) {
        return login(username, TIME);
    }

    /** The same from an address and port that the server knows. */
    Login loginFromKnownPort(String username) {
        return login(username, TIME_OF_A_KNOWN_ONE);
    }

    private Login login(String username, Duration atMost) {
        Waiting.until(atMost, username + " has an answer", () -> says(CONNECTED) || says(WRONG));
        if (says(CONNECTED)) {
            return Login.in(username);
        }
        return says(TEMPORARY) ? Login.later(log()) : Login.wrong(log());
    }

    /** Returns when the server has its user name and password. */
    void awaitHandshake() {
        Waiting.until(TIME, "the handshake has ended", () -> says("Peer Connection Initiated"));
    }

    /** Ends it without a word to the server. */
    void kill() {
        process.kill();
    }

    boolean isConnected() {
        return says(CONNECTED);
    }

    /** Whether the server has ended it, and the client believes that the password is wrong. */
    boolean hasEndedAsWrong() {
        return !process.isAlive() && says(WRONG) && !says(TEMPORARY);
    }

    /** Whether it is up since it first was, without a new connection. */
    boolean isUpWithoutInterruption() {
        return process.isAlive() && !says("process restarting") && !says(WRONG);
    }

    /** How many times keys were agreed on again. */
    long renegotiations() {
        return log().lines()
                        .filter(line -> line.contains("Control Channel: TLS"))
                        .count()
                - 1;
    }

    private boolean says(String what) {
        return log().contains(what);
    }

    String log() {
        return RecipeFolder.read(log);
    }

    @Override
    public void close() {
        process.close();
    }
}
