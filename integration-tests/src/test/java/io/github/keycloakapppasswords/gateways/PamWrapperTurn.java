package io.github.keycloakapppasswords.gateways;

import io.github.keycloakapppasswords.stage.Project;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * This JVM's turn with libpam-wrapper. Each process that it is loaded into keeps a folder /tmp/pam.X, X being one
 * character, and takes away those of processes that have ended; two test classes at a time take away each other's. What the
 * last processes of a turn have left goes with the turn.
 *
 * <p>Test classes side by side are in different JVMs. One class may use several PAMs, one after another: its turn lasts from
 * the first of them to the close of the last.
 */
final class PamWrapperTurn implements AutoCloseable {
    private static @Nullable FileChannel lock;
    private static int holders;

    private boolean closed;

    private PamWrapperTurn() {}

    /** Waits until no other JVM of this build has its turn. */
    static PamWrapperTurn take() {
        synchronized (PamWrapperTurn.class) {
            if (lock == null) {
                lock = lock();
            }
            holders++;
            return new PamWrapperTurn();
        }
    }

    private static FileChannel lock() {
        try {
            Path file = Project.root().resolve("integration-tests/target/pam-wrapper.lock");
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!channel.lock().isValid()) {
                throw new IOException("The lock was lost: " + file);
            }
            return channel;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        synchronized (PamWrapperTurn.class) {
            if (closed) {
                return;
            }
            closed = true;
            holders--;
            if (holders == 0) {
                release();
            }
        }
    }

    private static void release() {
        try (FileChannel held = lock) {
            lock = null;
            deleteLeftovers();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void deleteLeftovers() throws IOException {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(Path.of("/tmp"), "pam.?")) {
            for (Path folder : folders) {
                if (hasEnded(folder.resolve("pid"))) {
                    delete(folder);
                }
            }
        }
    }

    private static boolean hasEnded(Path pid) throws IOException {
        if (!Files.isReadable(pid)) {
            return false;
        }
        String text = Files.readString(pid).strip().replace("\0", "");
        return text.matches("\\d{1,9}")
                && ProcessHandle.of(Long.parseLong(text)).isEmpty();
    }

    private static void delete(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.toList();
        }
        for (Path file : files) {
            Files.delete(file);
        }
        Files.delete(folder);
    }
}
