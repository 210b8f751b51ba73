package io.github.keycloakapppasswords.stage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A folder under {@code target/} that takes long to make: the first JVM that wants it makes it, the others wait, and all
 * only read it. It is deleted when a later run has not wanted it for an hour.
 */
final class SharedFolder {
    private static final Duration KEPT_UNUSED = Duration.ofHours(1);

    private SharedFolder() {}

    /**
     * The folder, which is made if it is not there.
     *
     * @param kind the folder that it is in
     * @param name differs wherever what is made would differ
     * @param make fills an empty folder; if it fails, nothing is kept
     */
    static Path of(String kind, String name, Consumer<Path> make) {
        Path all = Project.stageFolder().resolve(kind);
        Path folder = all.resolve(name);
        try {
            Files.createDirectories(all);
            makeOnce(all, folder, make);
            Files.setLastModifiedTime(folder, FileTime.from(Instant.now()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return folder;
    }

    /** Where another JVM is making the same, waits until it has. */
    private static void makeOnce(Path all, Path folder, Consumer<Path> make) throws IOException {
        Path lock = all.resolve(folder.getFileName() + ".lock");
        synchronized (SharedFolder.class) {
            try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock held = channel.lock()) {
                if (held.isValid() && !Files.isDirectory(folder)) {
                    forgetUnused(all);
                    make(all, folder, make);
                }
            }
        }
    }

    private static void make(Path all, Path folder, Consumer<Path> make) throws IOException {
        Path unfinished = Files.createTempDirectory(all, "unfinished-");
        try {
            make.accept(unfinished);
            Files.move(unfinished, folder);
        } finally {
            FileTree.delete(unfinished);
        }
    }

    private static void forgetUnused(Path all) throws IOException {
        Instant limit = Instant.now().minus(KEPT_UNUSED);
        try (Stream<Path> folders = Files.list(all)) {
            for (Path folder : folders.filter(Files::isDirectory).toList()) {
                if (isUnusedSince(folder, limit)) {
                    FileTree.delete(folder);
                }
            }
        }
    }

    private static boolean isUnusedSince(Path folder, Instant limit) throws IOException {
        try {
            return Files.getLastModifiedTime(folder).toInstant().isBefore(limit);
        } catch (NoSuchFileException e) {
            // another run has moved it to where it belongs
            return false;
        }
    }
}
