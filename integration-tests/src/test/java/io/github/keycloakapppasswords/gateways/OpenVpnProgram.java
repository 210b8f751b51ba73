package io.github.keycloakapppasswords.gateways;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The program of the recipe, run as OpenVPN runs it, for situations that take long with OpenVPN itself. */
final class OpenVpnProgram {
    /** Also to the end of what the program does in the background. */
    private static final List<String> TO_THE_END = List.of("/bin/sh", "-c", "\"$@\" 2>&1 | cat", "sh");

    private static final String LET_IN = "1";
    private static final String NOT_LET_IN = "0";

    private final Path program;
    private final RecipeFolder folder;

    OpenVpnProgram(Path program, RecipeFolder folder) {
        this.program = program;
        this.folder = folder;
    }

    /** The verdict on a client that is new to OpenVPN. */
    Login onNewClient(String username, String password) {
        return verdict(username, password, Map.of());
    }

    /** The verdict on a client that OpenVPN has let in before. */
    Login onTunnel(String username, String password) {
        return verdict(username, password, Map.of("time_unix", "1"));
    }

    /** Runs it after OpenVPN has deleted its files, and returns the files that it leaves behind. */
    List<Path> filesLeftAfterTimeOut(String username, String password) {
        folder.write("memory-without-files/empty", "");
        Path memory = folder.resolve("memory-without-files");
        run(memory, username, password, Map.of());
        return regularFiles(memory);
    }

    /** Makes what the program remembers of right pairs this much older. */
    void age(Duration by) {
        FileTime time = FileTime.from(Instant.now().minus(by));
        for (Path file : regularFiles(folder.resolve("own-memory"))) {
            try {
                Files.setLastModifiedTime(file, time);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private Login verdict(String username, String password, Map<String, String> variables) {
        folder.write("own-memory/empty", "");
        Path memory = folder.resolve("own-memory");
        Path control = folder.write("own-memory/control", "");
        Path reason = folder.write("own-memory/reason", "");
        String output = run(memory, username, password, variables);
        String verdict = RecipeFolder.read(control);
        String words = RecipeFolder.read(reason) + output;
        if (verdict.equals(LET_IN)) {
            return Login.in(username);
        }
        if (!verdict.equals(NOT_LET_IN)) {
            throw new IllegalStateException("No verdict: " + verdict + words);
        }
        return words.startsWith("TEMP") ? Login.later(words) : Login.wrong(words);
    }

    private String run(Path memory, String username, String password, Map<String, String> variables) {
        Map<String, String> environment = new HashMap<>(variables);
        environment.put("auth_control_file", memory.resolve("control").toString());
        environment.put("auth_failed_reason_file", memory.resolve("reason").toString());
        environment.put("untrusted_ip", "127.0.0.1");
        environment.put("trusted_ip", "127.0.0.1");
        Path pair = folder.writeSecret("own-pair", username + "\n" + password);
        List<String> command = new ArrayList<>(TO_THE_END);
        command.addAll(List.of(program.toString(), "--protocol=openvpn", pair.toString()));
        return Program.run(command, "", environment).output();
    }

    private static List<Path> regularFiles(Path below) {
        try (Stream<Path> files = Files.walk(below)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.endsWith("empty"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
