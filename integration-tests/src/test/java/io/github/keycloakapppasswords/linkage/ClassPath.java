package io.github.keycloakapppasswords.linkage;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

/** Class files by the names of their classes: those of some JARs, and those of Java itself. */
final class ClassPath implements AutoCloseable {

    private final Map<String, ZipFile> jars = new HashMap<>();
    private final List<ZipFile> open = new ArrayList<>();
    private final Map<String, Optional<ClassFile>> read = new HashMap<>();

    /** What the JAR meets in a Keycloak: the libraries of the unpacked distribution and the JAR itself. */
    static ClassPath of(Path distribution, Path jar) {
        ClassPath classes = new ClassPath();
        for (String folder : List.of("lib/lib/main", "lib/lib/boot")) {
            try (Stream<Path> files = Files.list(distribution.resolve(folder))) {
                files.sorted().forEach(classes::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        classes.add(jar);
        return classes;
    }

    private void add(Path file) {
        try {
            ZipFile jar = new ZipFile(file.toFile());
            open.add(jar);
            jar.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.endsWith(".class"))
                    .forEach(name -> jars.putIfAbsent(name.substring(0, name.length() - ".class".length()), jar));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The classes of one of the JARs, read whole. */
    List<ClassFile> in(Path jar) {
        return jars.entrySet().stream()
                .filter(entry -> entry.getValue().getName().equals(jar.toString()))
                .map(Map.Entry::getKey)
                .sorted()
                .map(name -> find(name).orElseThrow())
                .toList();
    }

    Optional<ClassFile> find(String name) {
        return read.computeIfAbsent(name, this::read);
    }

    /** The file name of the JAR that has the class; empty if Java itself has it, or nobody. */
    Optional<String> jarOf(String name) {
        return Optional.ofNullable(jars.get(name))
                .map(jar -> Path.of(jar.getName()).getFileName().toString());
    }

    private Optional<ClassFile> read(String name) {
        ZipFile jar = jars.get(name);
        try (InputStream in = jar == null
                ? ClassLoader.getPlatformClassLoader().getResourceAsStream(name + ".class")
                : jar.getInputStream(jar.getEntry(name + ".class"))) {
            return in == null ? Optional.empty() : Optional.of(ClassFile.read(in.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The class and all that it inherits from, nearest first; what cannot be found is left out. */
    List<ClassFile> ancestry(String name) {
        Map<String, ClassFile> found = new LinkedHashMap<>();
        collect(name, found);
        return List.copyOf(found.values());
    }

    private void collect(String name, Map<String, ClassFile> found) {
        Optional<ClassFile> file = find(name);
        if (file.isEmpty() || found.putIfAbsent(name, file.get()) != null) {
            return;
        }
        String parent = file.get().parent();
        if (parent != null) {
            collect(parent, found);
        }
        file.get().interfaces().forEach(each -> collect(each, found));
    }

    @Override
    public void close() {
        for (ZipFile jar : open) {
            try {
                jar.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
