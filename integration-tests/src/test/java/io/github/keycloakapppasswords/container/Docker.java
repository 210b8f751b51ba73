package io.github.keycloakapppasswords.container;

import io.github.keycloakapppasswords.gateways.Program;
import io.github.keycloakapppasswords.stage.Project;
import io.github.keycloakapppasswords.stage.StageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The docker client, speaking to whichever engine answers here. */
final class Docker {
    private Docker() {}

    /**
     * Runs one command.
     *
     * @return what it printed, without white space around it
     * @throws StageException if it fails
     */
    static String run(String... arguments) {
        List<String> command = new ArrayList<>(List.of("docker"));
        command.addAll(List.of(arguments));
        Program done = Program.run(command, "");
        if (done.status() != 0) {
            throw new StageException(command + " ended with " + done.status() + ":\n" + done.output());
        }
        return done.output().strip();
    }

    /** One property of an image, by a Go template. */
    static String inspect(String image, String template) {
        return run("image", "inspect", "--format", template, image);
    }

    /**
     * Builds {@code docker/Dockerfile} of this tree.
     *
     * @param version for the label; another one makes another image
     */
    static void buildKeycloak(String tag, String version) {
        if (!isHere(keycloakBase())) {
            run("pull", keycloakBase());
        }
        run(
                "build",
                "--file",
                Project.root().resolve("docker/Dockerfile").toString(),
                "--tag",
                tag,
                "--build-arg",
                "BASE=" + keycloakBase(),
                "--build-arg",
                "VERSION=" + version,
                Project.root().toString());
    }

    /** The image that ours is built on: Keycloak's own, or the one that this machine could assemble. */
    static String keycloakBase() {
        return System.getenv().getOrDefault("KEYCLOAK_BASE", officialKeycloak());
    }

    /** The default of {@code docker/Dockerfile}. */
    static String officialKeycloak() {
        Matcher base = Pattern.compile("(?m)^ARG BASE=(.+)$").matcher(read("docker/Dockerfile"));
        if (!base.find()) {
            throw new StageException("docker/Dockerfile names no base.");
        }
        return base.group(1);
    }

    /** A file of this tree. */
    static String read(String file) {
        try {
            return Files.readString(Project.root().resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isHere(String image) {
        return Program.run(List.of("docker", "image", "inspect", image), "").status() == 0;
    }

    /** The image of the database. */
    static String postgresImage() {
        return System.getenv().getOrDefault("POSTGRES_IMAGE", "postgres:17");
    }
}
