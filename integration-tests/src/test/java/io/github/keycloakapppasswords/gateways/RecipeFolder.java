package io.github.keycloakapppasswords.gateways;

import io.github.keycloakapppasswords.stage.FileTree;
import io.github.keycloakapppasswords.stage.Project;
import io.github.keycloakapppasswords.stage.StageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.regex.Pattern;

/** The temporary folder of one gateway or load balancer, and how files of its recipe get into it: as they are, but for what the page says. */
public final class RecipeFolder {
    private final Path recipe;
    private final Path folder;

    private RecipeFolder(Path recipe, Path folder) {
        this.recipe = recipe;
        this.folder = folder;
    }

    /** Makes one that other users may pass through, for the recipe of this name. */
    static RecipeFolder create(String gateway) {
        return of(Project.gatewayRecipe(gateway));
    }

    /** Makes one that other users may pass through, for this recipe. */
    public static RecipeFolder of(Path recipe) {
        try {
            Path folder = Files.createTempDirectory("app-passwords-" + recipe.getFileName() + "-");
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
            return new RecipeFolder(recipe, folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A path in the folder. */
    public Path resolve(String path) {
        return folder.resolve(path);
    }

    /**
     * Copies a file of the recipe.
     *
     * @param file its path in the recipe
     * @param to its path in the folder; folders on the way are made
     * @param adaptations what the page tells an admin to replace; each must be there exactly once
     * @return the copy
     */
    public Path install(String file, String to, Map<String, String> adaptations) {
        String text = read(recipe.resolve(file));
        for (Map.Entry<String, String> adaptation : adaptations.entrySet()) {
            if (text.split(Pattern.quote(adaptation.getKey()), -1).length != 2) {
                throw new StageException(file + " must have this once: " + adaptation.getKey());
            }
            text = text.replace(adaptation.getKey(), adaptation.getValue());
        }
        return write(to, text);
    }

    /** The text of a file of the recipe, as it is. */
    String recipe(String file) {
        return read(recipe.resolve(file));
    }

    /** Writes a file into the folder; folders on the way are made. */
    public Path write(String to, String text) {
        try {
            Path file = folder.resolve(to);
            Files.createDirectories(file.getParent());
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes a secret into a file that only its owner may read, alone and with a newline. */
    Path writeSecret(String to, String secret) {
        try {
            Path file = folder.resolve(to);
            Files.createDirectories(file.getParent());
            if (!Files.exists(file)) {
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
            return Files.writeString(file, secret + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Gives a file or folder to a user of this host, if root runs this; otherwise the daemon runs as ourselves. */
    void give(Path path, String user) {
        if (!System.getProperty("user.name").equals("root")) {
            return;
        }
        try {
            Files.setOwner(
                    path, path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(user));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Deletes the folder. */
    public void delete() {
        FileTree.delete(folder);
    }

    /** The text of a file. */
    public static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
